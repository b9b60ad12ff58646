"""A long-running boto3 program: for each line on standard input it signs one call with whatever credentials
boto3's default chain has by then, and prints the access key id and the caller's ARN."""

import sys

import boto3

session = boto3.Session()
sts = session.client("sts")
for _ in sys.stdin:
    arn = sts.get_caller_identity()["Arn"]
    key = session.get_credentials().get_frozen_credentials().access_key
    print(key, arn, flush=True)

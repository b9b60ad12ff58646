#!/bin/sh
# A credential_process whose credentials live for twenty seconds, so that a test can cross their end.
set -eu
cat <<JSON
{"Version": 1, "AccessKeyId": "ASIA$(date +%s)SHORT", "SecretAccessKey": "$(head -c 30 /dev/urandom | base64)",
 "SessionToken": "$(head -c 60 /dev/urandom | base64 -w0)", "Expiration": "$(date -u -d '+20 seconds' +%Y-%m-%dT%H:%M:%SZ)"}
JSON

#!/bin/sh
# One signed call by curl alone: credentials as an SDK fetches them, then the call. Prints "ok KEY RESULT", or
# "error MESSAGE" with what the endpoint said.
set -u

if [ -n "${AWS_EC2_METADATA_SERVICE_ENDPOINT:-}" ]; then
  base=${AWS_EC2_METADATA_SERVICE_ENDPOINT%/}/latest
  token=$(curl -sf -X PUT -H 'X-Aws-Ec2-Metadata-Token-Ttl-Seconds: 60' "$base/api/token") || exit 1
  role=$(curl -sf -H "X-Aws-Ec2-Metadata-Token: $token" "$base/meta-data/iam/security-credentials/") || exit 1
  answer=$(curl -s -H "X-Aws-Ec2-Metadata-Token: $token" "$base/meta-data/iam/security-credentials/$role")
else
  token=${AWS_CONTAINER_AUTHORIZATION_TOKEN:-}
  [ -z "${AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE:-}" ] || token=$(cat "$AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE")
  answer=$(printf 'Authorization: %s' "$token" | curl -s -H @- "$AWS_CONTAINER_CREDENTIALS_FULL_URI")
fi

member() { printf %s "$answer" | sed -n "s/.*\"$1\":\"\([^\"]*\)\".*/\1/p"; }

key=$(member AccessKeyId)
if [ -z "$key" ]; then
  printf 'error %s\n' "$answer"
  exit 0
fi

# Through a file: what is on a command line is there for everybody to read.
signed() {
  service=$1
  shift
  printf 'user = "%s:%s"\nheader = "X-Amz-Security-Token: %s"\n' "$key" "$(member SecretAccessKey)" "$(member Token)" |
    curl -sf --config - --aws-sigv4 "aws:amz:$AWS_REGION:$service" "$@"
}

case $1 in
  sts) result=$(signed sts -d 'Action=GetCallerIdentity&Version=2011-06-15' "$AWS_ENDPOINT_URL/" |
    tr -d '\n' | sed -n 's/.*<Arn>\(.*\)<\/Arn>.*/\1/p') ;;
  s3) result=$(signed s3 -H "X-Amz-Content-Sha256: $(printf '' | sha256sum | cut -d' ' -f1)" "$AWS_ENDPOINT_URL/" |
    tr -d '\n' | sed -n 's/.*<Name>\(.*\)<\/Name>.*/\1/p') ;;
  dynamodb) result=$(signed dynamodb -H 'X-Amz-Target: DynamoDB_20120810.ListTables' \
    -H 'Content-Type: application/x-amz-json-1.0' -d '{}' "$AWS_ENDPOINT_URL/" |
    sed -n 's/.*"TableNames": *\["\([^"]*\)"\].*/\1/p') ;;
esac
printf 'ok %s %s\n' "$key" "$result"

#!/bin/sh
# Run once by compose: bucket 'images' and a user who may only use it. Repeats harmlessly. The image has a shell and mc, but no sed or grep.
set -eu
key() {
    while read -r line || [ -n "$line" ]; do
        case $line in "$1 = "*) printf %s "${line#"$1 = "}" ;; "$1="*) printf %s "${line#"$1="}" ;; esac
    done <"${SECRET:-/run/secrets/s3}"
}
user=$(key aws_access_key_id)
mc alias set store http://minio:9000 "$MINIO_ROOT_USER" "$MINIO_ROOT_PASSWORD"
mc mb --ignore-existing store/images
cat >/tmp/policy.json <<POLICY
{"Version":"2012-10-17","Statement":[
 {"Effect":"Allow","Action":["s3:ListBucket","s3:GetBucketLocation","s3:ListBucketMultipartUploads"],"Resource":["arn:aws:s3:::images"]},
 {"Effect":"Allow","Action":["s3:GetObject","s3:PutObject","s3:DeleteObject","s3:AbortMultipartUpload","s3:ListMultipartUploadParts"],"Resource":["arn:aws:s3:::images/*"]}]}
POLICY
mc admin policy create store images /tmp/policy.json
mc admin user add store "$user" "$(key aws_secret_access_key)"
mc admin policy attach store images --user "$user" || case $(mc admin user info store "$user") in *images*) ;; *) exit 1 ;; esac

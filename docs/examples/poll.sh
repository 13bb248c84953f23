# The answer has a tag. With it: 304 and no body, as long as nothing has changed.
TAG=$(curl -sS --fail-with-body -b cookies.txt -o job.json -D - "$BULLETIN/api/jobs/$JOB" |
  tr -d '\r' | sed -n 's/^[Ee][Tt][Aa][Gg]: *//p')
curl -sS -b cookies.txt -o job.json -w '%{http_code}\n' \
  -H "If-None-Match: $TAG" "$BULLETIN/api/jobs/$JOB"

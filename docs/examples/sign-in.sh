# The cookie goes into a file; every later request sends it.
curl -sS --fail-with-body -c cookies.txt "$BULLETIN/api/session" \
  -H 'Content-Type: application/json' \
  -d "{\"email\": \"$EMAIL\", \"password\": \"$PASSWORD\"}"

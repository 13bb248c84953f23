# Every row is looked at, and nothing is stored. Without dryRun the boards are taken in.
JOB=$(curl -sS --fail-with-body -b cookies.txt -H 'Content-Type: text/csv' \
  --data-binary @boards.csv "$BULLETIN/api/jobs/imports?name=boards.csv&dryRun=true" |
  sed 's/.*"jobId":"\([^"]*\)".*/\1/')

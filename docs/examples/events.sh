# One line of JSON for every change; curl ends with the job.
curl -sSN --fail-with-body -b cookies.txt "$BULLETIN/api/jobs/$JOB/progress"

#!/bin/sh
# Temporal keeps its databases beside ours under a role of its own, which sees nothing of ours.
set -eu
psql -v ON_ERROR_STOP=1 --username postgres --dbname postgres -v password="$TEMPORAL_DB_PASSWORD" <<'SQL'
create role temporal login createdb password :'password';
revoke connect on database autonomos from public;
SQL

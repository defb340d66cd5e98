"""Runs a file of SQL in DuckDB: rate_duckdb.py FILE.sql CATALOGUE CALLS.csv.gz RESULT.csv [REPORT.csv]"""
import sys
import duckdb

script, *paths = sys.argv[1:]
connection = duckdb.connect()
for name, path in zip(("catalogue", "calls", "result", "report"), paths):
    connection.execute(f"SET VARIABLE {name} = '" + path.replace("'", "''") + "'")
with open(script) as sql:
    connection.execute(sql.read())

-- The rating without pools and credits, in one query: whose call it is, the longest prefix with a rate that applies, billed seconds,
-- the price of each call, and sums by organization. Amounts are whole numbers of 1/10000, as in the decks, and each call's price is
-- rounded half up: nothing is floating-point.
--
-- The variables `calls` (the .csv.gz), `catalogue` (its folder) and `result` (the file to write) are set before.
-- What the generated data does not hold is left out: rates of one prefix beside one another, faulty records, duplicates, masked callees,
-- time zones other than UTC.

CREATE TEMP TABLE deck AS
SELECT prefix, CAST(round(rate_per_minute * 10000) AS BIGINT) AS price, initial_increment AS initial, increment AS step,
       coalesce(effective_from, TIMESTAMP '1970-01-01') AS valid_from,
       coalesce(effective_until, TIMESTAMP '3000-01-01') AS valid_until,
       band IS NOT NULL AS daytime, inbound
FROM (
    SELECT *, false AS inbound FROM read_csv(getvariable('catalogue') || '/rates.csv', header = true, delim = ',', quote = '"', escape = '"',
        columns = {'prefix': 'VARCHAR', 'destination': 'VARCHAR', 'rate_per_minute': 'DECIMAL(18,4)', 'connection_fee': 'DECIMAL(18,4)',
                   'initial_increment': 'INTEGER', 'increment': 'INTEGER', 'country': 'VARCHAR', 'effective_from': 'TIMESTAMP',
                   'effective_until': 'TIMESTAMP', 'band': 'VARCHAR', 'in_plans': 'VARCHAR'})
    UNION ALL
    SELECT *, true AS inbound FROM read_csv(getvariable('catalogue') || '/toll-free.csv', header = true, delim = ',', quote = '"', escape = '"',
        columns = {'prefix': 'VARCHAR', 'destination': 'VARCHAR', 'rate_per_minute': 'DECIMAL(18,4)', 'connection_fee': 'DECIMAL(18,4)',
                   'initial_increment': 'INTEGER', 'increment': 'INTEGER', 'country': 'VARCHAR', 'effective_from': 'TIMESTAMP',
                   'effective_until': 'TIMESTAMP', 'band': 'VARCHAR', 'in_plans': 'VARCHAR'})
);

CREATE TEMP TABLE users AS
SELECT lower("user") AS name, organization, phone_numbers AS number
FROM read_csv(getvariable('catalogue') || '/users.csv', header = true, all_varchar = true);

-- A number of a user or a service tells the organization.
CREATE TEMP TABLE numbers AS
SELECT number, organization FROM users WHERE number IS NOT NULL
UNION ALL
SELECT number, organization
FROM read_csv(getvariable('catalogue') || '/service-numbers.csv', header = true, all_varchar = true);

-- The calls that are priced if a rate applies, each with the organization that its user, its organization field or its own number tells.
CREATE TEMP TABLE calls AS
SELECT row_number() OVER () AS id, coalesce(calls.organization, users.organization, numbers.organization) AS organization,
       start_time AS began, duration_seconds AS duration, inbound, ltrim(callee, '+') AS callee
FROM (
    SELECT *, contains(call_type, '_in') AS inbound,
           CASE WHEN contains(call_type, '_in') THEN callee
                WHEN call_type NOT IN ('user_out_forwarding', 'user_out_transfer') THEN caller END AS own_number
    FROM read_csv(getvariable('calls'), header = true, delim = ',', quote = '"', escape = '"',
        columns = {'usage_id': 'VARCHAR', 'call_type': 'VARCHAR', 'start_time': 'TIMESTAMP', 'duration_seconds': 'INTEGER',
                   'caller': 'VARCHAR', 'callee': 'VARCHAR', 'user': 'VARCHAR', 'organization': 'VARCHAR', 'end_time': 'VARCHAR',
                   'call_id': 'VARCHAR', 'conference_id': 'VARCHAR', 'number_type': 'VARCHAR'})
    WHERE duration_seconds > 0 AND NOT starts_with(call_type, 'dr_') AND NOT ends_with(call_type, 'emergency_out')
) AS calls
LEFT JOIN users ON users.name = lower(calls."user")
LEFT JOIN numbers ON numbers.number = own_number;

COPY (
    WITH candidates AS (
        SELECT id, organization, began, duration, inbound, digits, callee[:digits] AS prefix
        FROM calls, (SELECT unnest(generate_series(1, (SELECT max(length(prefix)) FROM deck))) AS digits)
    ),
    matched AS (
        SELECT any_value(organization) AS organization, any_value(duration) AS duration, arg_max((price, initial, step), digits) AS rate
        FROM candidates JOIN deck USING (inbound, prefix)
        WHERE began >= valid_from AND began < valid_until AND (NOT daytime OR (isodow(began) <= 5 AND hour(began) BETWEEN 8 AND 17))
        GROUP BY id
    ),
    billed AS (
        SELECT organization, rate[1] AS price,
               CASE WHEN duration <= rate[2] THEN rate[2]
                    ELSE rate[2] + (duration - rate[2] + rate[3] - 1) // rate[3] * rate[3] END AS seconds
        FROM matched
    )
    SELECT organization, count(*) AS calls, sum(seconds)::BIGINT AS billed_seconds, sum((price * seconds + 30) // 60)::BIGINT AS price
    FROM billed GROUP BY organization ORDER BY organization
) TO (getvariable('result')) (HEADER, DELIMITER ',');

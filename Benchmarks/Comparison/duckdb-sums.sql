-- The rating without pools and credits: whose call it is, the longest prefix with a rate that applies, billed seconds,
-- the price of each call, and sums by organization. Amounts are whole numbers of 1/10000, as in the decks, and each call's price is
-- rounded half up: nothing is floating-point.
--
-- The variables `calls` (the .csv.gz), `catalogue` (its folder) and `result` (the file to write) are set before.
-- What the generated data does not hold is left out: rates of one prefix beside one another, faulty records, duplicates, masked callees,
-- time zones other than UTC, called numbers of less than eight digits.

-- A toll-free prefix is a number below zero, which keeps the decks apart in one join.
CREATE TEMP TABLE deck AS
SELECT CASE WHEN length(prefix) > 8 THEN error('a prefix of more than eight digits') ELSE length(prefix) END AS digits,
       CASE WHEN inbound THEN -CAST(prefix AS INTEGER) ELSE CAST(prefix AS INTEGER) END AS key,
       (CAST(round(rate_per_minute * 10000) AS BIGINT), initial_increment, increment) AS rate,
       coalesce(effective_from, TIMESTAMP '1970-01-01') AS first,
       coalesce(effective_until, TIMESTAMP '3000-01-01') - INTERVAL 1 MICROSECOND AS last, band IS NOT NULL AS daytime
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

CREATE MACRO rates_of(count) AS TABLE SELECT key, rate, first, last, daytime FROM deck WHERE digits = count;

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
-- Buffers of less than the default give both cores something to do while one of them unpacks.
CREATE TEMP TABLE calls AS
SELECT coalesce(calls.organization, users.organization, numbers.organization) AS organization, start_time AS began, duration_seconds AS duration,
       isodow(start_time) <= 5 AND hour(start_time) BETWEEN 8 AND 17 AS in_band,
       CAST(CASE WHEN inbound THEN '-' ELSE '' END || callee[2:9] AS INTEGER) AS dialled
FROM (
    SELECT *, contains(call_type, '_in') AS inbound,
           CASE WHEN contains(call_type, '_in') THEN callee
                WHEN call_type NOT IN ('user_out_forwarding', 'user_out_transfer') THEN caller END AS own_number
    FROM read_csv(getvariable('calls'), header = true, delim = ',', quote = '"', escape = '"', auto_detect = false, buffer_size = 8388608,
        columns = {'usage_id': 'VARCHAR', 'call_type': 'VARCHAR', 'start_time': 'TIMESTAMP', 'duration_seconds': 'INTEGER',
                   'caller': 'VARCHAR', 'callee': 'VARCHAR', 'user': 'VARCHAR', 'organization': 'VARCHAR', 'end_time': 'VARCHAR',
                   'call_id': 'VARCHAR', 'conference_id': 'VARCHAR', 'number_type': 'VARCHAR'})
    WHERE duration_seconds > 0 AND NOT starts_with(call_type, 'dr_') AND NOT ends_with(call_type, 'emergency_out')
) AS calls
LEFT JOIN users ON users.name = lower(calls."user")
LEFT JOIN numbers ON numbers.number = own_number;

-- One join for each length of a prefix is faster than all prefixes of a call in one join.
COPY (
    WITH matched AS (
        SELECT organization, duration, coalesce(of8.rate, of7.rate, of6.rate, of5.rate, of4.rate, of3.rate, of2.rate, of1.rate) AS rate
        FROM calls
        LEFT JOIN rates_of(8) AS of8 ON of8.key = dialled AND began BETWEEN of8.first AND of8.last AND (in_band OR NOT of8.daytime)
        LEFT JOIN rates_of(7) AS of7 ON of7.key = dialled // 10 AND began BETWEEN of7.first AND of7.last AND (in_band OR NOT of7.daytime)
        LEFT JOIN rates_of(6) AS of6 ON of6.key = dialled // 100 AND began BETWEEN of6.first AND of6.last AND (in_band OR NOT of6.daytime)
        LEFT JOIN rates_of(5) AS of5 ON of5.key = dialled // 1000 AND began BETWEEN of5.first AND of5.last AND (in_band OR NOT of5.daytime)
        LEFT JOIN rates_of(4) AS of4 ON of4.key = dialled // 10000 AND began BETWEEN of4.first AND of4.last AND (in_band OR NOT of4.daytime)
        LEFT JOIN rates_of(3) AS of3 ON of3.key = dialled // 100000 AND began BETWEEN of3.first AND of3.last AND (in_band OR NOT of3.daytime)
        LEFT JOIN rates_of(2) AS of2 ON of2.key = dialled // 1000000 AND began BETWEEN of2.first AND of2.last AND (in_band OR NOT of2.daytime)
        LEFT JOIN rates_of(1) AS of1 ON of1.key = dialled // 10000000 AND began BETWEEN of1.first AND of1.last AND (in_band OR NOT of1.daytime)
    ),
    billed AS (
        SELECT organization, rate[1] AS price,
               CASE WHEN duration <= rate[2] THEN rate[2]
                    ELSE rate[2] + (duration - rate[2] + rate[3] - 1) // rate[3] * rate[3] END AS seconds
        FROM matched WHERE rate IS NOT NULL
    )
    SELECT organization, count(*) AS calls, sum(seconds)::BIGINT AS billed_seconds, sum((price * seconds + 30) // 60)::BIGINT AS price
    FROM billed GROUP BY organization ORDER BY organization
) TO (getvariable('result')) (HEADER, DELIMITER ',');

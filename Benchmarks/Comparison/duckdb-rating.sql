-- The same rating without credits: whose call it is, duplicates, the rate, billed seconds, the pools in input order, the price of what they
-- leave, the 30-column report of the dialect plain, and sums by organization. Amounts are whole numbers of 1/10000, as in the decks, or
-- decimals, and each price is rounded half up: nothing is floating-point.
--
-- The variables `calls` (the .csv.gz), `catalogue` (its folder), `report` and `result` (the files to write) are set before.
-- Plans, zones, domestic and shared groups, the band and the currency are those of the generated catalogue.yaml, which is not read.
-- What the generated data does not hold is left out: rates of one prefix beside one another or without a country, faulty records, fields that
-- are to be cleaned, masked callees, called numbers of less than eight digits, time zones other than UTC. Two limited allowances for one call
-- would be an error.

-- Text that many rows share is of an enum, so that joins and the sort move numbers: texts are looked up when they are written.

CREATE MACRO table_of(name) AS TABLE
FROM read_csv(getvariable('catalogue') || '/' || name, header = true, delim = ',', quote = '"', escape = '"', all_varchar = true);

CREATE TEMP TABLE deck AS
SELECT row_number() OVER ()::INTEGER AS id, *, CAST(rate_per_minute AS DECIMAL(18, 4)) AS amount
FROM (SELECT *, false AS inbound FROM table_of('rates.csv') UNION ALL SELECT *, true AS inbound FROM table_of('toll-free.csv'));

CREATE TYPE destination AS ENUM (SELECT DISTINCT destination FROM deck);
CREATE TYPE country AS ENUM (SELECT DISTINCT country FROM deck);
CREATE TYPE per_minute AS ENUM (SELECT DISTINCT regexp_replace(amount::VARCHAR, '0{1,2}$', '') FROM deck);

-- A toll-free prefix is a number below zero, which keeps the decks apart in one join.
CREATE TEMP TABLE rates AS
SELECT id, destination::destination AS destination, country::country AS country,
       CASE WHEN length(prefix) > 8 THEN error('a prefix of more than eight digits') ELSE length(prefix) END::TINYINT AS digits,
       CASE WHEN inbound THEN -CAST(prefix AS INTEGER) ELSE CAST(prefix AS INTEGER) END AS key,
       CAST(amount * 10000 AS BIGINT) AS price, regexp_replace(amount::VARCHAR, '0{1,2}$', '')::per_minute AS per_minute,
       CAST(connection_fee AS DECIMAL(13, 4)) AS fee,
       coalesce(CAST(initial_increment AS INTEGER), 60) AS initial, coalesce(CAST(increment AS INTEGER), 60) AS step,
       coalesce(CAST(effective_from AS TIMESTAMP), TIMESTAMP '1970-01-01') AS first,
       coalesce(CAST(effective_until AS TIMESTAMP), TIMESTAMP '3000-01-01') - INTERVAL 1 MICROSECOND AS last,
       band IS NOT NULL AS daytime, coalesce(in_plans, 'yes') = 'yes' AS in_plans
FROM deck;

CREATE MACRO rates_of(count) AS TABLE SELECT id, key, first, last, daytime FROM rates WHERE digits = count;

CREATE TEMP TABLE directory AS SELECT row_number() OVER ()::INTEGER AS id, * FROM table_of('users.csv');

CREATE TYPE upn AS ENUM (SELECT "user" FROM directory);
CREATE TYPE object_id AS ENUM (SELECT DISTINCT object_id FROM directory WHERE object_id IS NOT NULL);
CREATE TYPE display_name AS ENUM (SELECT DISTINCT display_name FROM directory WHERE display_name IS NOT NULL);
CREATE TYPE location AS ENUM (SELECT DISTINCT usage_location FROM directory);
CREATE TYPE organization AS ENUM (SELECT organization FROM table_of('organizations.csv'));

CREATE TEMP TABLE users AS
SELECT id, "user"::upn AS upn, organization::organization AS organization, usage_location::location AS location,
       display_name::display_name AS display_name, object_id::object_id AS object_id
FROM directory;

CREATE TYPE number_type AS ENUM (SELECT 'Subscriber' UNION SELECT number_type FROM table_of('service-numbers.csv') WHERE number_type IS NOT NULL);

CREATE TEMP TABLE services AS
SELECT number, organization::organization AS organization, number_type::number_type AS number_type FROM table_of('service-numbers.csv');

CREATE TYPE word AS ENUM (
    'MCOPSTN1', 'MCOPSTN2', 'MCOMEETADD', 'MCOMEETADD_DIALOUT_US', 'MCOMEETADD+MCOMEETADD_DIALOUT_US', 'MCOPSTNPP',
    'Domestic', 'International', 'unanswered', 'free', 'included', 'charged', 'split');

-- Classes are 0 for calling, 1 for conferencing, 2 for all else.
CREATE TEMP TABLE allowances AS
SELECT * REPLACE (plan::word AS plan) FROM (VALUES
    (1, 'MCOPSTN1', 0, 'domestic', NULL, NULL, 1200, MAP {'US': 3000, 'CA': 3000, 'GB': 3000}, 'country'),
    (2, 'MCOPSTN2', 0, 'domestic', NULL, NULL, 1200, MAP {'US': 3000}, 'country'),
    (3, 'MCOPSTN2', 0, 'international', NULL, ['CU'], 600, NULL, 'country'),
    (4, 'MCOMEETADD', 1, 'zone', ['AT', 'AU', 'BE', 'CA', 'CH', 'CZ', 'DE', 'DK', 'ES', 'FI', 'FR', 'GB', 'IE', 'IT', 'LU', 'NL', 'NO', 'NZ',
                                  'PL', 'PT', 'SE', 'US'], NULL, 60, NULL, 'organization'),
    (5, 'MCOMEETADD_DIALOUT_US', 1, 'zone', ['US', 'CA'], NULL, NULL, NULL, 'user')
) AS allowances(place, plan, class, destinations, zone, excepted, minutes, minutes_in, pool);

CREATE TEMP TABLE locations AS
SELECT location, CASE location WHEN 'US' THEN ['US', 'PR', 'CA'] WHEN 'CA' THEN ['CA', 'US'] ELSE [location] END AS domestic,
       CASE location WHEN 'PR' THEN 'US' ELSE location END AS scope
FROM (SELECT DISTINCT usage_location AS location FROM directory);

-- Allowances by user; a plan that a user holds twice counts once.
CREATE TEMP TABLE holdings AS
WITH held AS (SELECT id AS user_id, unnest(string_split(licences, ';')) AS plan FROM directory)
SELECT DISTINCT user_id, place
FROM (FROM held UNION ALL SELECT user_id, 'MCOMEETADD' FROM held WHERE plan = 'ENTERPRISEPREMIUM') JOIN allowances USING (plan);

-- Users of one location with the same allowances have one profile, and only a few profiles times the countries have to be looked at.
CREATE TEMP TABLE profiles AS
SELECT id AS user_id, dense_rank() OVER (ORDER BY usage_location, places)::INTEGER AS profile, usage_location AS location, places
FROM directory LEFT JOIN (SELECT user_id, list(place ORDER BY place) AS places FROM holdings GROUP BY user_id) ON user_id = id;

CREATE TEMP TABLE entitlements AS
WITH cases AS (
    SELECT profile, places, class, country, list_contains(domestic, country::VARCHAR) AS is_domestic
    FROM (SELECT DISTINCT profile, location, places FROM profiles) JOIN locations USING (location),
         (SELECT unnest(enum_range(NULL::country))::country AS country), (VALUES (0), (1), (2)) AS classes(class)
),
applying AS (
    SELECT profile, class, country, count(minutes) AS count, min(place) FILTER (minutes IS NOT NULL) AS limited,
           min(place) FILTER (minutes IS NULL) AS unlimited
    FROM cases JOIN allowances USING (class)
    WHERE list_contains(places, place) AND NOT coalesce(list_contains(excepted, country::VARCHAR), false)
      AND CASE destinations WHEN 'domestic' THEN is_domestic WHEN 'international' THEN NOT is_domestic
                            ELSE list_contains(zone, country::VARCHAR) END
    GROUP BY ALL
)
SELECT profile, class, country, is_domestic, unlimited,
       CASE WHEN count > 1 OR limited > unlimited THEN error('one limited allowance, and it comes first') ELSE limited END AS limited
FROM cases LEFT JOIN applying USING (profile, class, country);

-- The pool that a user has of a limited allowance, and its size in seconds.
CREATE TEMP TABLE shares AS
WITH scopes AS (
    SELECT user_id, place, plan, organization, coalesce(minutes_in[usage_location], minutes) * 60 AS seconds,
           CASE pool WHEN 'country' THEN scope WHEN 'organization' THEN '*' ELSE "user" END AS scope
    FROM holdings JOIN allowances USING (place) JOIN directory ON id = user_id JOIN locations ON location = usage_location
    WHERE minutes IS NOT NULL
)
SELECT user_id, place, plan, dense_rank() OVER (ORDER BY organization, place, scope)::INTEGER AS pool,
       sum(seconds) OVER (PARTITION BY organization, place, scope)::BIGINT AS size
FROM scopes;

CREATE TEMP TABLE pools AS SELECT DISTINCT pool, plan, size FROM shares;

-- What tells a user: the name, or a number.
CREATE TEMP TABLE keys AS
SELECT key, user_id, organization, profile
FROM (SELECT id, lower("user") AS key FROM directory UNION ALL SELECT id, unnest(string_split(phone_numbers, ';')) FROM directory)
JOIN users USING (id) JOIN profiles ON user_id = id;

-- Read without a join, so that the order of the input is kept, and rowid is the place in it. Buffers of less than the default give both cores
-- something to do while one of them unpacks.
CREATE TEMP TABLE records AS
SELECT usage_id, lower(call_type) AS call_type, start_time AS began, duration_seconds AS duration, caller, callee, "user", organization,
       coalesce(end_time, start_time + to_seconds(duration_seconds)) AS ended, call_id, conference_id, number_type
FROM read_csv(getvariable('calls'), header = true, delim = ',', quote = '"', escape = '"', auto_detect = false, buffer_size = 8388608,
    columns = {'usage_id': 'VARCHAR', 'call_type': 'VARCHAR', 'start_time': 'TIMESTAMP', 'duration_seconds': 'INTEGER',
               'caller': 'VARCHAR', 'callee': 'VARCHAR', 'user': 'VARCHAR', 'organization': 'VARCHAR', 'end_time': 'TIMESTAMP',
               'call_id': 'VARCHAR', 'conference_id': 'VARCHAR', 'number_type': 'VARCHAR'});

-- What allowances and prices need of each call. One join for each length of a prefix is faster than all prefixes of a call in one join.
CREATE TEMP TABLE calls AS
WITH classed AS (
    SELECT rowid::UINTEGER AS id, usage_id, began, duration, "user", organization, contains(call_type, '_in') AS inbound,
           CASE WHEN contains(call_type, '_in') THEN callee
                WHEN call_type NOT IN ('user_out_forward', 'user_out_forwarding', 'user_out_transfer') THEN caller END AS own_number,
           CASE WHEN starts_with(call_type, 'user_out') THEN 0 WHEN call_type = 'conf_out' THEN 1 ELSE 2 END AS class,
           isodow(began) <= 5 AND hour(began) BETWEEN 8 AND 17 AS in_band,
           CASE WHEN duration > 0 AND NOT starts_with(call_type, 'dr_') AND NOT ends_with(call_type, 'emergency_out')
                THEN CAST(CASE WHEN inbound THEN '-' ELSE '' END || callee[2:9] AS INTEGER) END AS dialled
    FROM records
),
attributed AS (
    SELECT classed.* REPLACE (coalesce(keys.organization, services.organization, classed.organization::organization) AS organization),
           coalesce(services.number_type, CASE WHEN user_id IS NOT NULL THEN 'Subscriber'::number_type END) AS own_number_type,
           user_id, profile, coalesce(of8.id, of7.id, of6.id, of5.id, of4.id, of3.id, of2.id, of1.id) AS rate
    FROM classed
    LEFT JOIN keys ON keys.key = coalesce(lower("user"), own_number)
    LEFT JOIN services ON services.number = own_number
    LEFT JOIN rates_of(8) AS of8 ON of8.key = dialled AND began BETWEEN of8.first AND of8.last AND (in_band OR NOT of8.daytime)
    LEFT JOIN rates_of(7) AS of7 ON of7.key = dialled // 10 AND began BETWEEN of7.first AND of7.last AND (in_band OR NOT of7.daytime)
    LEFT JOIN rates_of(6) AS of6 ON of6.key = dialled // 100 AND began BETWEEN of6.first AND of6.last AND (in_band OR NOT of6.daytime)
    LEFT JOIN rates_of(5) AS of5 ON of5.key = dialled // 1000 AND began BETWEEN of5.first AND of5.last AND (in_band OR NOT of5.daytime)
    LEFT JOIN rates_of(4) AS of4 ON of4.key = dialled // 10000 AND began BETWEEN of4.first AND of4.last AND (in_band OR NOT of4.daytime)
    LEFT JOIN rates_of(3) AS of3 ON of3.key = dialled // 100000 AND began BETWEEN of3.first AND of3.last AND (in_band OR NOT of3.daytime)
    LEFT JOIN rates_of(2) AS of2 ON of2.key = dialled // 1000000 AND began BETWEEN of2.first AND of2.last AND (in_band OR NOT of2.daytime)
    LEFT JOIN rates_of(1) AS of1 ON of1.key = dialled // 10000000 AND began BETWEEN of1.first AND of1.last AND (in_band OR NOT of1.daytime)
)
SELECT attributed.id, attributed.user_id, own_number_type, organization, hash(organization, usage_id, began) AS identity, duration > 0 AS answered,
       date_trunc('month', began)::DATE AS month, rate,
       CASE WHEN duration <= initial THEN initial ELSE initial + (duration - initial + step - 1) // step * step END AS billed,
       CASE WHEN NOT inbound THEN is_domestic END AS is_domestic, pool, CASE WHEN in_plans THEN unlimited END AS unlimited
FROM attributed
LEFT JOIN rates ON rates.id = rate
LEFT JOIN entitlements ON entitlements.profile = attributed.profile AND entitlements.class = attributed.class
                      AND entitlements.country = rates.country
LEFT JOIN shares ON shares.user_id = attributed.user_id AND shares.place = CASE WHEN in_plans THEN limited END;

-- Whatever has a hash of its own is no duplicate; only the rest is compared exactly.
CREATE TEMP TABLE duplicates AS
SELECT id FROM (
    SELECT id, row_number() OVER (PARTITION BY calls.organization, usage_id, began ORDER BY id) AS nth
    FROM calls JOIN records ON records.rowid = id
    WHERE identity IN (SELECT identity FROM calls GROUP BY identity HAVING count(*) > 1)
) WHERE nth > 1;

-- Where a pool ran out: until that call all got what they asked for, it got what was left, and those after it get nothing. Only pools of
-- which more was asked than they have need the running sum.
CREATE TEMP TABLE shortages AS
WITH asked AS (SELECT id, pool, month, billed FROM calls ANTI JOIN duplicates USING (id) WHERE pool IS NOT NULL),
short AS (SELECT pool, month, size FROM asked JOIN pools USING (pool) GROUP BY ALL HAVING sum(billed) > size),
running AS (
    SELECT pool, month, id, billed, size - sum(billed) OVER (PARTITION BY pool, month ORDER BY id) AS rest FROM asked JOIN short USING (pool, month)
)
SELECT pool, month, min(id) AS id, arg_min(billed + rest, id)::INTEGER AS seconds FROM running WHERE rest < 0 GROUP BY pool, month;

-- Joins do not keep the order of the input, so it is made again here, where rows are narrow. What credits decide is as if they covered whatever
-- allowances do not.
CREATE TEMP TABLE settled AS
WITH covered AS (
    SELECT calls.*, duplicates.id IS NOT NULL AS is_duplicate, location, object_id, upn, display_name, destination, digits, per_minute, price,
           plan, CASE WHEN calls.pool IS NULL THEN 0 WHEN shortages.id IS NULL OR calls.id < shortages.id THEN billed
                      WHEN calls.id = shortages.id THEN seconds ELSE 0 END AS pooled,
           CASE WHEN unlimited IS NOT NULL THEN billed ELSE pooled END AS included,
           CASE WHEN included = 0 THEN rates.fee ELSE 0 END AS fee,
           ((price * (billed - included) + 30) // 60)::DECIMAL(13, 0) * 0.0001::DECIMAL(4, 4) AS charge
    FROM calls
    LEFT JOIN duplicates ON duplicates.id = calls.id
    LEFT JOIN users ON users.id = user_id
    LEFT JOIN rates ON rates.id = rate
    LEFT JOIN pools ON pools.pool = calls.pool
    LEFT JOIN shortages ON shortages.pool = calls.pool AND shortages.month = calls.month
)
SELECT is_duplicate, location, object_id, upn, display_name, own_number_type, organization AS payer, destination, digits, per_minute, price,
       (CASE WHEN is_domestic THEN 'Domestic' WHEN NOT is_domestic THEN 'International' END)::word AS area,
       coalesce(fee, 0) AS fee, coalesce(charge, 0) AS charge,
       (CASE WHEN fee > 0 OR charge > 0 THEN 'MCOPSTNPP' WHEN included > pooled THEN 'MCOMEETADD_DIALOUT_US' WHEN pooled > 0 THEN plan END)::word
           AS capability,
       (CASE WHEN NOT answered THEN 'unanswered' WHEN rate IS NULL THEN 'free' WHEN included = billed THEN 'included'
             WHEN included = 0 THEN 'charged' ELSE 'split' END)::word AS outcome,
       coalesce(billed, 0) AS billed, coalesce(included, 0) AS included,
       (CASE WHEN included = pooled THEN CASE WHEN pooled > 0 THEN plan END WHEN pooled > 0 THEN plan || '+MCOMEETADD_DIALOUT_US'
             WHEN included > 0 THEN 'MCOMEETADD_DIALOUT_US' END)::word AS included_by
FROM covered ORDER BY id;

-- Both tables have one row for each record, in the order of the input. What credits would decide is in Connection Fee, Charge, Capability,
-- Outcome, Charged Seconds, Uncovered Seconds and Rate Note.
COPY (
    SELECT usage_id AS "UsageId", call_id AS "Call ID", conference_id AS "Conference ID", location AS "User Location",
           object_id AS "AAD ObjectId", upn AS "UPN", display_name AS "User Display Name", caller AS "Caller ID", call_type AS "Call Type",
           coalesce(number_type, own_number_type) AS "Number Type", area AS "Domestic/International", destination AS "Destination Dialed",
           callee AS "Destination Number", began AS "Start Time", ended AS "End Time", duration AS "Duration Seconds",
           fee AS "Connection Fee", charge AS "Charge", 'EUR' AS "Currency", capability AS "Capability", payer AS "Organization",
           outcome AS "Outcome", billed AS "Billed Seconds", included AS "Included Seconds", billed - included AS "Charged Seconds",
           0 AS "Uncovered Seconds", included_by AS "Included By", per_minute AS "Rate Per Minute", callee[2:1 + digits] AS "Matched Prefix",
           NULL AS "Rate Note"
    FROM records POSITIONAL JOIN settled WHERE NOT is_duplicate
) TO (getvariable('report')) (HEADER, DELIMITER ',', TIMESTAMPFORMAT '%Y-%m-%dT%H:%M:%SZ');

COPY (
    SELECT payer AS organization, count(*) AS calls, sum(billed)::BIGINT AS billed_seconds, sum((price * billed + 30) // 60)::BIGINT AS price,
           sum(included)::BIGINT AS included_seconds
    FROM settled WHERE price IS NOT NULL AND NOT is_duplicate GROUP BY payer
) TO (getvariable('result')) (HEADER, DELIMITER ',');

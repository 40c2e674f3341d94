-- A workspace in PostgreSQL. Schema qitu holds what people and QGIS see: a table for each table of the workspace
-- whose rows have a number, features as PostGIS geometries. Schema qitu_file holds what only a working copy needs.
--
-- All belongs to qitu_owner, which nobody logs in as. What is written through SQL is put on record by triggers; qitu
-- sends rows with their records through qitu_file.send(). Nobody else can write to either.
--
-- Each feature has a version, the number of the transaction that wrote it last. Who gives back the one that he has read
-- is refused where somebody else was quicker. QGIS gives it with every edit, negative, since it sends only what differs
-- from what it has read.
--
-- Whoever writes holds one advisory lock until the end of his transaction: records get their numbers in the order in
-- which they are committed, without a gap, so that a copy that knows all up to one of them asks for those after it.

DO $$
DECLARE role text;
BEGIN
  FOREACH role IN ARRAY ARRAY['qitu_owner', 'qitu_region', 'qitu_league', 'qitu_banner'] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role) THEN
      EXECUTE format('CREATE ROLE %I NOLOGIN', role);
    END IF;
  END LOOP;
  IF NOT pg_has_role(current_user, 'qitu_owner', 'MEMBER') THEN
    EXECUTE format('GRANT qitu_owner TO %I', current_user);
  END IF;
END $$;
CREATE EXTENSION IF NOT EXISTS postgis WITH SCHEMA public;
CREATE SCHEMA qitu AUTHORIZATION qitu_owner;
CREATE SCHEMA qitu_file AUTHORIZATION qitu_owner;
SET LOCAL ROLE qitu_owner;
SET LOCAL search_path = pg_catalog, public, pg_temp;
GRANT USAGE ON SCHEMA qitu, qitu_file TO qitu_region, qitu_league, qitu_banner;

CREATE TABLE qitu_file.about (id uuid NOT NULL DEFAULT gen_random_uuid(), format integer NOT NULL);
INSERT INTO qitu_file.about (format) VALUES (1);
-- Tables of schema qitu: features; recorded, whose rows have records; log, whose rows are only added.
CREATE TABLE qitu_file.tables (tab text PRIMARY KEY, key text NOT NULL, kind text NOT NULL,
                               geom text NOT NULL, seq text);
-- Rows of all other tables of the GeoPackage, as the history writes values: "column"=literal,
CREATE TABLE qitu_file.rows (tab text, n bigint, cells text NOT NULL, PRIMARY KEY (tab, n));
-- When each of those tables was written last.
CREATE TABLE qitu_file.versions (tab text PRIMARY KEY, version bigint NOT NULL);
-- Geometries that PostGIS cannot hold or would write otherwise, as they stand in the GeoPackage.
CREATE TABLE qitu_file.exact (tab text, row bigint, geom bytea NOT NULL, PRIMARY KEY (tab, row));
-- What is being sent; empty between transactions.
CREATE UNLOGGED TABLE qitu_file.inbox (tab text NOT NULL, key bigint NOT NULL, geom bytea, cells text,
                                       xid xid8 NOT NULL DEFAULT pg_current_xact_id());
-- The change under which the last transaction through SQL is recorded.
CREATE TABLE qitu_file.writing (xid xid8 NOT NULL, change bigint NOT NULL);
INSERT INTO qitu_file.writing VALUES ('0', 0);
-- Who is what here.
CREATE TABLE qitu_file.member (name name PRIMARY KEY, role text NOT NULL CHECK (role IN ('region', 'league', 'banner')),
                               admin text NOT NULL);

-- ---------------------------------------------------------------- who may

CREATE FUNCTION qitu_file.role_of_user() RETURNS text LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$ SELECT role FROM qitu_file.member WHERE name = session_user $$;

CREATE FUNCTION qitu_file.sees_all() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$ SELECT pg_has_role(session_user, 'qitu_owner', 'MEMBER') OR coalesce(qitu_file.role_of_user() = 'region', false) $$;

-- Codes of the banners whose features the user sees, beside those who see all.
CREATE FUNCTION qitu_file.seen() RETURNS text[] LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE me qitu_file.member;
BEGIN
  SELECT * INTO me FROM qitu_file.member WHERE name = session_user;
  RETURN CASE me.role WHEN 'banner' THEN ARRAY[me.admin]
                      WHEN 'league' THEN ARRAY(SELECT code FROM qitu.banner WHERE league = me.admin) ELSE '{}' END;
END $$;

-- Codes of the banners whose features the user may write.
CREATE FUNCTION qitu_file.own() RETURNS text[] LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$ SELECT CASE WHEN qitu_file.role_of_user() = 'banner' THEN qitu_file.seen() ELSE '{}' END $$;

-- ---------------------------------------------------------------- notation

CREATE FUNCTION qitu_file.quote(bigint) RETURNS text LANGUAGE sql IMMUTABLE
AS $$ SELECT coalesce($1::text, 'NULL') $$;
CREATE FUNCTION qitu_file.quote(text) RETURNS text LANGUAGE sql IMMUTABLE
AS $$ SELECT coalesce('''' || replace($1, '''', '''''') || '''', 'NULL') $$;
CREATE FUNCTION qitu_file.quote(date) RETURNS text LANGUAGE sql STABLE
AS $$ SELECT coalesce('''' || to_char($1, 'YYYY-MM-DD') || '''', 'NULL') $$;
CREATE FUNCTION qitu_file.quote(bytea) RETURNS text LANGUAGE sql IMMUTABLE
AS $$ SELECT coalesce('X''' || upper(encode($1, 'hex')) || '''', 'NULL') $$;
CREATE FUNCTION qitu_file.quote(double precision) RETURNS text LANGUAGE sql STABLE
AS $$ SELECT CASE WHEN $1 IS NULL OR $1 = 'NaN' THEN 'NULL'
                  WHEN $1 = 'Infinity' THEN '9.0e+999'
                  WHEN $1 = '-Infinity' THEN '-9.0e+999'
                  WHEN strpos($1::text, '.') > 0 THEN $1::text
                  WHEN strpos($1::text, 'e') > 0 THEN replace($1::text, 'e', '.0e')
                  ELSE $1::text || '.0' END $$;

-- A geometry as it stands in a GeoPackage. Two points lend the bytes of their numbers.
CREATE FUNCTION qitu_file.blob(g geometry) RETURNS bytea LANGUAGE sql IMMUTABLE
AS $$ SELECT CASE WHEN g IS NULL THEN NULL
    WHEN ST_IsEmpty(g) THEN '\x475000118a110000'::bytea || ST_AsBinary(g, 'NDR')
    ELSE '\x475000038a110000'::bytea
         || substring(ST_AsBinary(ST_MakePoint(ST_XMin(g), ST_XMax(g)), 'NDR') FROM 6)
         || substring(ST_AsBinary(ST_MakePoint(ST_YMin(g), ST_YMax(g)), 'NDR') FROM 6)
         || ST_AsBinary(g, 'NDR') END $$;

-- ---------------------------------------------------------------- the record

CREATE FUNCTION qitu_file.now_ms() RETURNS bigint LANGUAGE sql VOLATILE
AS $$ SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint $$;

CREATE FUNCTION qitu_file.lock() RETURNS void LANGUAGE sql VOLATILE
AS $$ SELECT pg_advisory_xact_lock(1903785) $$;

-- The change of this transaction, in the name of the database user. The number of the transaction tells it from others;
-- nobody can give himself another's.
CREATE FUNCTION qitu_file.change() RETURNS bigint LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE result bigint;
BEGIN
  SELECT change INTO result FROM qitu_file.writing WHERE xid = pg_current_xact_id();
  IF NOT FOUND THEN
    SELECT coalesce(max(id), 0) + 1 INTO result FROM qitu.qitu_change;
    INSERT INTO qitu.qitu_change (id, at, who, program, note)
    VALUES (result, qitu_file.now_ms(), session_user,
            coalesce(nullif(current_setting('application_name'), ''), 'PostgreSQL'), '');
    UPDATE qitu_file.writing SET xid = pg_current_xact_id(), change = result;
  END IF;
  RETURN result;
END $$;

CREATE FUNCTION qitu_file.note(p_tab text, p_row bigint, p_op text, p_before text, p_after text, p_moved bigint,
                               p_geom bytea) RETURNS void LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE p_change bigint := qitu_file.change();
BEGIN
  INSERT INTO qitu.qitu_history (id, at, change, tab, row, op, before, after, moved, geom)
  SELECT coalesce(max(id), 0) + 1, qitu_file.now_ms(), p_change, p_tab, p_row, p_op, p_before, p_after, p_moved, p_geom
  FROM qitu.qitu_history;
END $$;

-- Before the first row of a statement is touched, so that whoever waits for the lock holds no row.
CREATE FUNCTION qitu_file.begin_writing() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$ BEGIN PERFORM qitu_file.lock(); RETURN NULL; END $$;

-- The geometry of a row as its record keeps it; what was kept of it exactly goes with it.
CREATE FUNCTION qitu_file.take_geometry(p_tab text, p_row bigint, g geometry) RETURNS bytea LANGUAGE plpgsql VOLATILE
AS $$
DECLARE result bytea;
BEGIN
  DELETE FROM qitu_file.exact WHERE tab = p_tab AND row = p_row RETURNING geom INTO result;
  RETURN coalesce(result, qitu_file.blob(g));
END $$;

-- What was there, what somebody else has made of it since it was read, and what is refused.
CREATE FUNCTION qitu_file.refuse_stale(p_tab text, p_row bigint, p_yours text) RETURNS void LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE last record;
BEGIN
  SELECT coalesce(c.who, '') AS who, coalesce(c.program, '') AS program, to_timestamp(h.at / 1000.0)::timestamp(0) AS time,
         coalesce(h.before, '') || CASE WHEN h.moved = 1 THEN 'geometry,' ELSE '' END AS stood,
         coalesce(h.after, '') || CASE WHEN h.moved = 1 THEN 'geometry,' ELSE '' END AS theirs
  INTO last FROM qitu.qitu_history h LEFT JOIN qitu.qitu_change c ON c.id = h.change
  WHERE h.tab = p_tab AND h.row = p_row ORDER BY h.id DESC LIMIT 1;
  RAISE EXCEPTION '%', format('%s %s 已被他人修改 / was changed since you read it. %s (%s) %s: 原值 / it was %s 对方 / theirs %s 您的 / yours %s 请重新读取后再改 / Read it again; nothing was changed.',
                              p_tab, p_row, last.who, last.program, last.time, last.stood, last.theirs, p_yours)
    USING ERRCODE = 'serialization_failure';
END $$;

-- ---------------------------------------------------------------- tables

-- The trigger functions of one table, in which each column stands by name.
CREATE FUNCTION qitu_file.make_recorder(t qitu_file.tables) RETURNS void LANGUAGE plpgsql
AS $make$
DECLARE changed text; held text; moved text := 'false'; old_geom text := 'NULL'; target regclass := format('qitu.%I', t.tab);
BEGIN
  SELECT coalesce(string_agg(format('IF qitu_file.quote(OLD.%1$I) <> qitu_file.quote(NEW.%1$I) THEN b := b || %2$L || qitu_file.quote(OLD.%1$I) || '',''; a := a || %2$L || qitu_file.quote(NEW.%1$I) || '',''; END IF;', attname,
                             '"' || replace(attname, '"', '""') || '"='), E'\n' ORDER BY attnum), ''),
         coalesce(string_agg(format('IF OLD.%1$I IS NOT NULL THEN b := b || %2$L || qitu_file.quote(OLD.%1$I) || '',''; END IF;', attname,
                             '"' || replace(attname, '"', '""') || '"='), E'\n' ORDER BY attnum), '')
  INTO changed, held FROM pg_attribute
  WHERE attrelid = target AND attnum > 0 AND NOT attisdropped AND attname NOT IN (t.key, t.geom, 'qitu_version');
  IF t.geom <> '' THEN
    moved := format('ST_AsBinary(OLD.%1$I) IS DISTINCT FROM ST_AsBinary(NEW.%1$I)', t.geom);
    old_geom := format('qitu_file.take_geometry(%L, OLD.%I, OLD.%I)', t.tab, t.key, t.geom);
  END IF;
  EXECUTE format($body$
CREATE OR REPLACE FUNCTION qitu_file.%1$I() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path FROM CURRENT SET extra_float_digits = 1
AS $f$
DECLARE a text := ''; b text := ''; m boolean;
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.%2$I = NEW.%2$I THEN
    %3$s
    m := %4$s;
    IF m OR b <> '' THEN
      PERFORM qitu_file.note(%5$L, NEW.%2$I, 'update', b, a, m::integer, CASE WHEN m THEN %6$s END);
    END IF;
    RETURN NULL;
  END IF;
  IF TG_OP <> 'INSERT' THEN
    %7$s
    PERFORM qitu_file.note(%5$L, OLD.%2$I, 'delete', b, NULL, 0, %6$s);
  END IF;
  IF TG_OP <> 'DELETE' THEN
    PERFORM qitu_file.note(%5$L, NEW.%2$I, 'insert', NULL, NULL, 0, NULL);
  END IF;
  RETURN NULL;
END $f$ $body$, 'record ' || t.tab, t.key, changed, moved, t.tab, old_geom, held);
  EXECUTE format('DROP TRIGGER IF EXISTS qitu_begin ON %1$s; DROP TRIGGER IF EXISTS qitu_record ON %1$s', target);
  EXECUTE format('CREATE TRIGGER qitu_begin BEFORE INSERT OR UPDATE OR DELETE ON %s FOR EACH STATEMENT EXECUTE FUNCTION qitu_file.begin_writing()', target);
  EXECUTE format('CREATE TRIGGER qitu_record AFTER INSERT OR UPDATE OR DELETE ON %s FOR EACH ROW WHEN (current_user <> %L) EXECUTE FUNCTION qitu_file.%I()',
                 target, 'qitu_owner', 'record ' || t.tab);
  IF t.kind = 'features' THEN
    PERFORM qitu_file.make_version(t, changed, moved);
  END IF;
END $make$;

-- The trigger that gives each feature its version. `changed` notes in b and a what an update changes.
CREATE FUNCTION qitu_file.make_version(t qitu_file.tables, changed text, moved text) RETURNS void LANGUAGE plpgsql
AS $make$
DECLARE target regclass := format('qitu.%I', t.tab);
BEGIN
  EXECUTE format($body$
CREATE OR REPLACE FUNCTION qitu_file.%1$I() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path FROM CURRENT SET extra_float_digits = 1
AS $f$
DECLARE a text := ''; b text := ''; mine bigint := pg_current_xact_id()::text::bigint;
BEGIN
  IF TG_OP = 'UPDATE' AND abs(NEW.qitu_version) IS DISTINCT FROM OLD.qitu_version AND OLD.qitu_version IS DISTINCT FROM mine THEN
    %2$s
    PERFORM qitu_file.refuse_stale(%3$L, OLD.%4$I, a || CASE WHEN %5$s THEN 'geometry,' ELSE '' END);
  END IF;
  NEW.qitu_version := mine;
  RETURN NEW;
END $f$ $body$, 'version ' || t.tab, changed, t.tab, t.key, moved);
  EXECUTE format('DROP TRIGGER IF EXISTS qitu_version ON %1$s', target);
  EXECUTE format('CREATE TRIGGER qitu_version BEFORE INSERT OR UPDATE ON %s FOR EACH ROW EXECUTE FUNCTION qitu_file.%I()',
                 target, 'version ' || t.tab);
END $make$;

-- Who may do what with a table. What is not allowed here cannot be done: row security is on for every table.
CREATE FUNCTION qitu_file.guard(t qitu_file.tables) RETURNS void LANGUAGE plpgsql
AS $$
DECLARE target regclass := format('qitu.%I', t.tab); unreviewed text; changed text; by_banner boolean;
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', target);
  EXECUTE format('DROP POLICY IF EXISTS sees ON %1$s; DROP POLICY IF EXISTS adds ON %1$s; DROP POLICY IF EXISTS changes ON %1$s; DROP POLICY IF EXISTS removes ON %1$s', target);
  SELECT CASE WHEN bool_or(attname = 'review') THEN ' AND coalesce(review, ''none'') = ''none''' ELSE '' END,
         string_agg(quote_ident(attname), ', ' ORDER BY attnum) FILTER (WHERE attname NOT IN ('review', t.key)),
         coalesce(bool_or(attname = 'admin_code'), false)
  INTO unreviewed, changed, by_banner FROM pg_attribute WHERE attrelid = target AND attnum > 0 AND NOT attisdropped;
  IF t.tab IN ('banner', 'league') THEN
    EXECUTE format('GRANT SELECT ON %s TO qitu_region, qitu_league, qitu_banner', target);
    EXECUTE format('CREATE POLICY sees ON %s FOR SELECT USING (true)', target);
  ELSIF t.kind = 'features' AND by_banner THEN
    EXECUTE format('GRANT SELECT ON %s TO qitu_region, qitu_league, qitu_banner', target);
    EXECUTE format('GRANT INSERT, UPDATE (%s), DELETE ON %s TO qitu_banner', changed, target); -- QGIS asks for INSERT on the whole
    EXECUTE format('CREATE POLICY sees ON %s FOR SELECT USING ((SELECT qitu_file.sees_all()) OR admin_code = ANY ((SELECT qitu_file.seen())::text[]))', target);
    EXECUTE format('CREATE POLICY adds ON %s FOR INSERT WITH CHECK (admin_code = ANY ((SELECT qitu_file.own())::text[])%s)', target, unreviewed);
    EXECUTE format('CREATE POLICY changes ON %s FOR UPDATE USING (admin_code = ANY ((SELECT qitu_file.own())::text[])) WITH CHECK (admin_code = ANY ((SELECT qitu_file.own())::text[]))', target);
    EXECUTE format('CREATE POLICY removes ON %s FOR DELETE USING (admin_code = ANY ((SELECT qitu_file.own())::text[]))', target);
  ELSE
    EXECUTE format('GRANT SELECT ON %s TO qitu_region', target);
    EXECUTE format('CREATE POLICY sees ON %s FOR SELECT USING ((SELECT qitu_file.sees_all()))', target);
  END IF;
  IF t.seq IS NOT NULL THEN
    EXECUTE format('GRANT USAGE ON SEQUENCE %s TO qitu_banner', t.seq);
  END IF;
END $$;

CREATE FUNCTION qitu_file.may_send() RETURNS boolean LANGUAGE sql STABLE
AS $$ SELECT qitu_file.sees_all() $$;

-- Makes a table, or adds the columns that it has gained: [{"name": …, "type": …}, …].
CREATE FUNCTION qitu_file.shape(p_tab text, p_key text, p_kind text, p_geom text, p_columns json) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT
AS $$
DECLARE t qitu_file.tables; c record; target text := format('qitu.%I', p_tab); gained boolean := false;
BEGIN
  IF NOT qitu_file.may_send() THEN
    RAISE EXCEPTION 'permission denied to change tables' USING ERRCODE = 'insufficient_privilege';
  END IF;
  SELECT * INTO t FROM qitu_file.tables WHERE tab = p_tab;
  IF NOT FOUND THEN
    EXECUTE format('CREATE TABLE %s (%I bigint PRIMARY KEY)', target, p_key);
    INSERT INTO qitu_file.tables VALUES (p_tab, p_key, p_kind, p_geom, NULL);
    IF p_kind = 'features' THEN
      EXECUTE format('ALTER TABLE %s ADD COLUMN qitu_version bigint', target);
      EXECUTE format('CREATE SEQUENCE qitu.%I OWNED BY %s.%I', p_tab || '_' || p_key, target, p_key);
      EXECUTE format('ALTER TABLE %s ALTER COLUMN %I SET DEFAULT nextval(%L)', target, p_key, format('qitu.%I', p_tab || '_' || p_key));
      UPDATE qitu_file.tables SET seq = format('qitu.%I', p_tab || '_' || p_key) WHERE tab = p_tab;
    END IF;
    gained := true;
  END IF;
  FOR c IN SELECT x->>'name' AS name, x->>'type' AS type FROM json_array_elements(p_columns) x LOOP
    IF c.type !~ '^(bigint|double precision|text|bytea|date|geometry\([A-Za-z]+,4490\))$' THEN
      RAISE EXCEPTION 'type % is not one of a workspace', c.type;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_attribute WHERE attrelid = target::regclass AND attname = c.name AND attnum > 0) THEN
      EXECUTE format('ALTER TABLE %s ADD COLUMN %I %s', target, c.name, c.type);
      gained := true;
    END IF;
  END LOOP;
  IF gained THEN
    SELECT * INTO t FROM qitu_file.tables WHERE tab = p_tab;
    IF t.kind = 'log' THEN
      IF p_tab = 'qitu_history' THEN
        CREATE INDEX ON qitu.qitu_history (tab, row);
      END IF;
    ELSE
      PERFORM qitu_file.make_recorder(t);
    END IF;
    PERFORM qitu_file.guard(t);
    IF t.geom <> '' AND NOT EXISTS (SELECT FROM pg_indexes WHERE schemaname = 'qitu' AND tablename = p_tab AND indexdef LIKE '%USING gist%') THEN
      EXECUTE format('CREATE INDEX ON %s USING gist (%I)', target, t.geom);
    END IF;
  END IF;
END $$;

-- ---------------------------------------------------------------- sending

-- Puts what was sent into its tables. A row without cells is one that is no longer there.
CREATE FUNCTION qitu_file.put() RETURNS void LANGUAGE plpgsql SET search_path FROM CURRENT
AS $$
DECLARE t qitu_file.tables; mine xid8 := pg_current_xact_id(); next_version bigint; highest bigint;
BEGIN
  FOR t IN SELECT * FROM qitu_file.tables WHERE tab IN (SELECT tab FROM qitu_file.inbox WHERE xid = mine) ORDER BY tab LOOP
    IF t.kind <> 'log' THEN
      EXECUTE format('DELETE FROM qitu.%I d USING qitu_file.inbox i WHERE i.xid = $1 AND i.tab = $2 AND d.%I = i.key', t.tab, t.key) USING mine, t.tab;
      DELETE FROM qitu_file.exact e USING qitu_file.inbox i WHERE i.xid = mine AND i.tab = t.tab AND e.tab = t.tab AND e.row = i.key;
      INSERT INTO qitu_file.exact SELECT tab, key, geom FROM qitu_file.inbox WHERE xid = mine AND tab = t.tab AND geom IS NOT NULL;
    END IF;
    EXECUTE format('INSERT INTO qitu.%1$I SELECT r.* FROM qitu_file.inbox i, json_populate_record(NULL::qitu.%1$I, i.cells::json) r WHERE i.xid = $1 AND i.tab = $2 AND i.cells IS NOT NULL ORDER BY i.key', t.tab) USING mine, t.tab;
    IF t.seq IS NOT NULL THEN
      SELECT max(key) INTO highest FROM qitu_file.inbox WHERE xid = mine AND tab = t.tab;
      IF highest > 0 THEN
        EXECUTE format('SELECT setval(%L, greatest($1, (SELECT last_value FROM %s)))', t.seq, t.seq) USING highest;
      END IF;
    END IF;
  END LOOP;
  SELECT coalesce(max(version), 0) + 1 INTO next_version FROM qitu_file.versions;
  INSERT INTO qitu_file.versions SELECT DISTINCT tab, next_version FROM qitu_file.inbox
  WHERE xid = mine AND tab NOT IN (SELECT tab FROM qitu_file.tables)
  ON CONFLICT (tab) DO UPDATE SET version = excluded.version;
  DELETE FROM qitu_file.rows WHERE tab IN (SELECT tab FROM qitu_file.versions WHERE version = next_version);
  INSERT INTO qitu_file.rows SELECT tab, key, cells FROM qitu_file.inbox
  WHERE xid = mine AND cells IS NOT NULL AND tab NOT IN (SELECT tab FROM qitu_file.tables);
END $$;

-- Takes in what a working copy wrote: rows, each with its records, which follow the last one here.
CREATE FUNCTION qitu_file.send(last bigint) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT
AS $$
DECLARE count bigint; low bigint; high bigint; known_change bigint; bare record;
BEGIN
  IF NOT qitu_file.may_send() THEN
    RAISE EXCEPTION 'permission denied to write with qitu' USING ERRCODE = 'insufficient_privilege';
  END IF;
  PERFORM qitu_file.lock();
  IF last IS DISTINCT FROM (SELECT coalesce(max(id), 0) FROM qitu.qitu_history) THEN
    RAISE EXCEPTION 'records were added meanwhile' USING ERRCODE = 'serialization_failure';
  END IF;
  SELECT coalesce(max(id), 0) INTO known_change FROM qitu.qitu_change;
  PERFORM qitu_file.put();
  SELECT count(*), min(id), max(id) INTO count, low, high FROM qitu.qitu_history WHERE id > last;
  IF count > 0 AND (low <> last + 1 OR high <> last + count) THEN
    RAISE EXCEPTION 'records do not follow record %', last USING ERRCODE = 'check_violation';
  END IF;
  IF EXISTS (SELECT FROM qitu.qitu_change WHERE id > known_change AND who <> session_user) THEN
    RAISE EXCEPTION 'a change is recorded under the name of its user' USING ERRCODE = 'insufficient_privilege';
  END IF;
  SELECT i.tab, i.key INTO bare FROM qitu_file.inbox i JOIN qitu_file.tables t USING (tab)
  WHERE i.xid = pg_current_xact_id() AND t.kind <> 'log'
    AND NOT EXISTS (SELECT FROM qitu.qitu_history h WHERE h.tab = i.tab AND h.row = i.key AND h.id > last) LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'row % of % has no record', bare.key, bare.tab USING ERRCODE = 'check_violation';
  END IF;
  DELETE FROM qitu_file.inbox;
END $$;

-- ---------------------------------------------------------------- reviews through SQL

-- A review or a return of one feature, at the level of who asks for it.
CREATE FUNCTION qitu.review(layer text, feature bigint, note text DEFAULT '', returned boolean DEFAULT false)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT
AS $$
DECLARE
  levels text[] := ARRAY['banner', 'league', 'region'];
  t qitu_file.tables; level integer; passed integer; number bigint; held text; admin text; has_field boolean; visible boolean;
BEGIN
  level := array_position(levels, qitu_file.role_of_user());
  IF level IS NULL THEN
    RAISE EXCEPTION 'only users of this workspace review' USING ERRCODE = 'insufficient_privilege';
  END IF;
  PERFORM qitu_file.lock();
  SELECT * INTO t FROM qitu_file.tables WHERE tab = layer AND kind = 'features';
  IF NOT FOUND THEN
    RAISE EXCEPTION 'there is no layer %', layer USING ERRCODE = 'undefined_table';
  END IF;
  EXECUTE format('SELECT admin_code FROM qitu.%I WHERE %I = $1', t.tab, t.key) INTO admin USING feature;
  visible := admin IS NOT NULL AND (level = 3 OR admin = ANY (qitu_file.seen()));
  IF NOT visible THEN
    RAISE EXCEPTION 'feature % of % is not yours', feature, layer USING ERRCODE = 'insufficient_privilege';
  END IF;
  has_field := EXISTS (SELECT FROM pg_attribute WHERE attrelid = format('qitu.%I', t.tab)::regclass AND attname = 'review');
  IF has_field THEN
    EXECUTE format('SELECT review FROM qitu.%I WHERE %I = $1', t.tab, t.key) INTO held USING feature;
    passed := coalesce(array_position(levels, held), 0);
  ELSE
    SELECT CASE WHEN r.returned <> 0 THEN 0 ELSE array_position(levels, r.level) END INTO passed
    FROM qitu.qitu_review r WHERE r.layer = t.tab AND r.feature = review.feature ORDER BY id DESC LIMIT 1;
    passed := coalesce(passed, 0);
  END IF;
  IF returned AND passed < level - 1 OR NOT returned AND passed <> level - 1 THEN
    RAISE EXCEPTION 'feature % of % has passed % levels; yours is level %', feature, layer, passed, level USING ERRCODE = 'check_violation';
  END IF;
  SELECT coalesce(max(id), 0) + 1 INTO number FROM qitu.qitu_review;
  INSERT INTO qitu.qitu_review (id, layer, feature, level, reviewer, date, note, returned)
  VALUES (number, t.tab, feature, levels[level], session_user, to_char(current_date, 'YYYY-MM-DD'), note, returned::integer);
  PERFORM qitu_file.note('qitu_review', number, 'insert', NULL, NULL, 0, NULL);
  IF has_field THEN
    EXECUTE format('UPDATE qitu.%I SET review = $1 WHERE %I = $2', t.tab, t.key) USING CASE WHEN returned THEN 'none' ELSE levels[level] END, feature;
    PERFORM qitu_file.note(t.tab, feature, 'update', '"review"=' || qitu_file.quote(held) || ',',
                           '"review"=' || qitu_file.quote(CASE WHEN returned THEN 'none' ELSE levels[level] END) || ',', 0, NULL);
  END IF;
END $$;

-- ---------------------------------------------------------------- users

CREATE FUNCTION qitu_file.set_member(p_name name, p_role text, p_admin text) RETURNS void LANGUAGE plpgsql
AS $$
BEGIN
  DELETE FROM qitu_file.member WHERE name = p_name;
  IF p_role IS NOT NULL THEN
    INSERT INTO qitu_file.member VALUES (p_name, p_role, p_admin);
  END IF;
END $$;

-- ---------------------------------------------------------------- QGIS

-- As QGIS makes it.
CREATE TABLE qitu.qgis_projects (name text PRIMARY KEY, metadata jsonb, content bytea);
GRANT SELECT ON qitu.qgis_projects TO qitu_region, qitu_league, qitu_banner;
GRANT INSERT, UPDATE, DELETE ON qitu.qgis_projects TO qitu_region;

-- ---------------------------------------------------------------- rights

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA qitu, qitu_file FROM PUBLIC;
GRANT EXECUTE ON FUNCTION qitu_file.sees_all(), qitu_file.seen(), qitu_file.own(), qitu_file.role_of_user()
  TO qitu_region, qitu_league, qitu_banner;
GRANT EXECUTE ON FUNCTION qitu.review(text, bigint, text, boolean) TO qitu_region, qitu_league, qitu_banner;
GRANT EXECUTE ON FUNCTION qitu_file.blob(geometry), qitu_file.lock(), qitu_file.may_send(), qitu_file.send(bigint),
  qitu_file.shape(text, text, text, text, json) TO qitu_region;
GRANT SELECT ON qitu_file.about, qitu_file.tables, qitu_file.rows, qitu_file.versions, qitu_file.exact TO qitu_region;
GRANT INSERT (tab, key, geom, cells) ON qitu_file.inbox TO qitu_region;

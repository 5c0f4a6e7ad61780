-- Functions that the owner lends to the other roles, and what the other roles may do by default.
-- Installed before every `migrate`, so each statement must be repeatable.

ALTER DEFAULT PRIVILEGES IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO renshe_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO renshe_app;

-- The guard of every append-only table.
CREATE OR REPLACE FUNCTION public.renshe_refuse_change() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION '% only ever gains rows: % is refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'restrict_violation',
              HINT = 'Correct it with a new, reversing row.';
END $$;

-- A posted partition is complete: a row that arrives later would be in no journal entry.
CREATE OR REPLACE FUNCTION public.renshe_refuse_late_row() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION '% is posted and takes no further row', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation',
              HINT = 'Post the row in a batch of its own.';
END $$;

-- Make a table append-only for every role. Statement triggers: an UPDATE of no rows is refused too.
CREATE OR REPLACE FUNCTION public.renshe_guard_append_only(guarded regclass) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    EXECUTE format('DROP TRIGGER IF EXISTS renshe_append_only ON %s', guarded);
    EXECUTE format('DROP TRIGGER IF EXISTS renshe_no_truncate ON %s', guarded);
    EXECUTE format(
        'CREATE TRIGGER renshe_append_only BEFORE UPDATE OR DELETE ON %s '
        'FOR EACH STATEMENT EXECUTE FUNCTION public.renshe_refuse_change()', guarded);
    EXECUTE format(
        'CREATE TRIGGER renshe_no_truncate BEFORE TRUNCATE ON %s '
        'FOR EACH STATEMENT EXECUTE FUNCTION public.renshe_refuse_change()', guarded);
    EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER renshe_append_only', guarded);
    EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER renshe_no_truncate', guarded);
    EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON %s FROM PUBLIC, renshe_app, renshe_runner',
                   guarded);
END $$;

CREATE OR REPLACE FUNCTION public.renshe_unguard_append_only(guarded regclass) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    EXECUTE format('DROP TRIGGER IF EXISTS renshe_append_only ON %s', guarded);
    EXECUTE format('DROP TRIGGER IF EXISTS renshe_no_truncate ON %s', guarded);
    EXECUTE format('GRANT UPDATE, DELETE ON %s TO renshe_app', guarded);
END $$;

-- The name of a parent's stage, after proof that the parent is one of our partitioned tables.
CREATE OR REPLACE FUNCTION public.renshe_stage_name(parent text, batch bigint) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF batch IS NULL OR batch <= 0 THEN
        RAISE EXCEPTION 'batch % is not a batch number', batch USING ERRCODE = 'invalid_parameter_value';
    END IF;
    PERFORM FROM pg_class c
       JOIN pg_namespace n ON n.oid = c.relnamespace
       JOIN pg_partitioned_table p ON p.partrelid = c.oid
       JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = p.partattrs[0]
      WHERE n.nspname = 'public' AND c.relname = parent
        AND p.partstrat = 'l' AND p.partnatts = 1 AND a.attname = 'batch_id';
    IF NOT FOUND THEN
        RAISE EXCEPTION '% is not a table partitioned by batch_id', parent
            USING ERRCODE = 'invalid_parameter_value';
    END IF;
    RETURN parent || '_b' || batch;
END $$;

-- Every table partitioned by batch_id carries the guard, however its migration made it.
CREATE OR REPLACE FUNCTION public.renshe_guard_partitioned() RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE one regclass;
BEGIN
    FOR one IN
        SELECT c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE n.nspname = 'public' AND c.relkind = 'p'
           AND NOT EXISTS (SELECT FROM pg_trigger t
                            WHERE t.tgrelid = c.oid AND t.tgname = 'renshe_append_only')
    LOOP
        PERFORM public.renshe_guard_append_only(one);
    END LOOP;
END $$;

-- An empty, unattached table like the parent, which only the runner can fill.
CREATE OR REPLACE FUNCTION public.renshe_stage_create(parent text, batch bigint) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE stage text := public.renshe_stage_name(parent, batch);
BEGIN
    EXECUTE format('CREATE TABLE public.%I (LIKE public.%I INCLUDING DEFAULTS INCLUDING CONSTRAINTS '
                   'INCLUDING STORAGE) WITH (autovacuum_enabled = false)', stage, parent);
    -- Autovacuum that met a stage while it is attached would wait for us, and we for it.
    EXECUTE format('ALTER TABLE public.%I ADD CONSTRAINT %I CHECK (batch_id = %s)',
                   stage, stage || '_of_batch', batch);
    EXECUTE format('REVOKE ALL ON public.%I FROM PUBLIC, renshe_app, renshe_runner', stage);
    EXECUTE format('GRANT SELECT, INSERT ON public.%I TO renshe_runner', stage);
    RETURN stage;
END $$;

-- The parent's keys and indexes on a filled stage, under which ATTACH has nothing left to build.
-- A small sample is enough for what the planner must know of one batch, and costs a tenth of the usual one.
CREATE OR REPLACE FUNCTION public.renshe_stage_key(parent text, batch bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET default_statistics_target = 10 AS $$
DECLARE
    stage text := public.renshe_stage_name(parent, batch);
    one record;
    keyed boolean := false;
BEGIN
    PERFORM public.renshe_stage_must_be_loose(stage);
    FOR one IN
        SELECT pg_get_indexdef(i.indexrelid) AS definition, i.indisunique AS is_unique, i.indisprimary,
               pg_get_constraintdef(k.oid) AS constraint_definition
          FROM pg_index i
          LEFT JOIN pg_constraint k ON k.conindid = i.indexrelid AND k.contype IN ('p', 'u')
                                   AND k.conrelid = i.indrelid
         WHERE i.indrelid = format('public.%I', parent)::regclass
         -- The key last: only it keeps readers out, such as the proof that runs beside.
         ORDER BY i.indisprimary, i.indexrelid
    LOOP
        keyed := keyed OR one.indisprimary;
        IF one.constraint_definition IS NOT NULL THEN
            EXECUTE format('ALTER TABLE public.%I ADD %s', stage, one.constraint_definition);
        ELSE
            EXECUTE format('CREATE %s INDEX ON public.%I USING %s',
                           CASE WHEN one.is_unique THEN 'UNIQUE' ELSE '' END, stage,
                           substring(one.definition FROM ' USING (.*)$'));
        END IF;
    END LOOP;
    -- A parent without a key of its own still has rows that are numbered within their batch.
    PERFORM FROM pg_attribute WHERE attrelid = format('public.%I', stage)::regclass
                                AND attname = 'line_no' AND NOT attisdropped;
    IF FOUND AND NOT keyed THEN
        EXECUTE format('ALTER TABLE public.%I ADD PRIMARY KEY (batch_id, line_no)', stage);
    END IF;
    EXECUTE format('ANALYZE public.%I', stage);
END $$;

-- Attach a filled and keyed stage, in the caller's transaction. Nothing is scanned.
CREATE OR REPLACE FUNCTION public.renshe_stage_attach(parent text, batch bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE stage text := public.renshe_stage_name(parent, batch);
BEGIN
    PERFORM public.renshe_stage_must_be_loose(stage);
    EXECUTE format('REVOKE ALL ON public.%I FROM renshe_app, renshe_runner', stage);
    PERFORM public.renshe_guard_append_only(format('public.%I', stage)::regclass);
    EXECUTE format('CREATE TRIGGER renshe_posted BEFORE INSERT ON public.%I '
                   'FOR EACH ROW EXECUTE FUNCTION public.renshe_refuse_late_row()', stage);
    EXECUTE format('ALTER TABLE public.%I ENABLE ALWAYS TRIGGER renshe_posted', stage);
    EXECUTE format('ALTER TABLE public.%I RESET (autovacuum_enabled)', stage);
    EXECUTE format('ALTER TABLE public.%I ATTACH PARTITION public.%I FOR VALUES IN (%s)',
                   parent, stage, batch);
END $$;

-- Drop an unattached stage. What was ever attached carries the guard and is never dropped here.
CREATE OR REPLACE FUNCTION public.renshe_stage_drop(parent text, batch bigint) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE stage text := public.renshe_stage_name(parent, batch);
BEGIN
    IF to_regclass(format('public.%I', stage)) IS NULL THEN
        RETURN false;
    END IF;
    PERFORM public.renshe_stage_must_be_loose(stage);
    EXECUTE format('DROP TABLE public.%I', stage);
    RETURN true;
END $$;

CREATE OR REPLACE FUNCTION public.renshe_stage_must_be_loose(stage text) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM FROM pg_class c
       JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = 'public' AND c.relname = stage AND c.relkind = 'r' AND NOT c.relispartition
        AND NOT EXISTS (SELECT FROM pg_trigger t
                         WHERE t.tgrelid = c.oid AND t.tgname = 'renshe_append_only');
    IF NOT FOUND THEN
        RAISE EXCEPTION '% is not an unattached stage', stage
            USING ERRCODE = 'object_not_in_prerequisite_state';
    END IF;
END $$;

REVOKE ALL ON FUNCTION public.renshe_guard_append_only(regclass),
    public.renshe_unguard_append_only(regclass), public.renshe_guard_partitioned(), public.renshe_stage_name(text, bigint),
    public.renshe_stage_must_be_loose(text), public.renshe_stage_create(text, bigint),
    public.renshe_stage_key(text, bigint), public.renshe_stage_attach(text, bigint),
    public.renshe_stage_drop(text, bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION public.renshe_stage_create(text, bigint),
    public.renshe_stage_key(text, bigint), public.renshe_stage_attach(text, bigint),
    public.renshe_stage_drop(text, bigint) TO renshe_runner;

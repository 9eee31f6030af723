-- What nobody may do, the owner and a superuser included: rewrite what happened, or put words into a speaker's mouth.
-- ENABLE ALWAYS: not even a session in replica mode slips past.

CREATE FUNCTION core.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% on %.% is not allowed', TG_OP, TG_TABLE_SCHEMA, TG_TABLE_NAME USING ERRCODE = 'XQ900';
END
$$;
COMMENT ON FUNCTION core.refuse_change() IS 'Refuses the statement it is attached to, whoever sent it.';

CREATE TRIGGER event_is_final BEFORE UPDATE OR DELETE ON core.event
  FOR EACH ROW EXECUTE FUNCTION core.refuse_change();
CREATE TRIGGER event_is_kept BEFORE TRUNCATE ON core.event
  FOR EACH STATEMENT EXECUTE FUNCTION core.refuse_change();
ALTER TABLE core.event ENABLE ALWAYS TRIGGER event_is_final;
ALTER TABLE core.event ENABLE ALWAYS TRIGGER event_is_kept;

CREATE FUNCTION core.keep_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (OLD.id, OLD.number, OLD.receipt_mac, OLD.fingerprint, OLD.received_at, OLD.source, OLD.lang, OLD.kind,
      OLD.claimed_category, OLD.claimed_office, OLD.place, OLD.body, OLD.protection, OLD.publish_consent,
      OLD.disclose_consent, OLD.notice_version)
     IS DISTINCT FROM
     (NEW.id, NEW.number, NEW.receipt_mac, NEW.fingerprint, NEW.received_at, NEW.source, NEW.lang, NEW.kind,
      NEW.claimed_category, NEW.claimed_office, NEW.place, NEW.body, NEW.protection, NEW.publish_consent,
      NEW.disclose_consent, NEW.notice_version) THEN
    RAISE EXCEPTION 'the words of an opinion are never changed' USING ERRCODE = 'XQ900';
  END IF;
  RETURN NEW;
END
$$;
COMMENT ON FUNCTION core.keep_words() IS 'Lets the handling''s columns of an opinion change and refuses any change of the speaker''s.';

CREATE TRIGGER opinion_words BEFORE UPDATE ON core.opinion
  FOR EACH ROW EXECUTE FUNCTION core.keep_words();
CREATE TRIGGER opinion_is_kept BEFORE DELETE ON core.opinion
  FOR EACH ROW EXECUTE FUNCTION core.refuse_change();
CREATE TRIGGER opinions_are_kept BEFORE TRUNCATE ON core.opinion
  FOR EACH STATEMENT EXECUTE FUNCTION core.refuse_change();
ALTER TABLE core.opinion ENABLE ALWAYS TRIGGER opinion_words;
ALTER TABLE core.opinion ENABLE ALWAYS TRIGGER opinion_is_kept;
ALTER TABLE core.opinion ENABLE ALWAYS TRIGGER opinions_are_kept;

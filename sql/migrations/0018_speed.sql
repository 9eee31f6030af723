-- What the views and the search look for has an index of its own.

-- First contacts are few among the events of an issue.
CREATE INDEX event_first_contact_idx ON core.event (subject_id, at) WHERE layer = 'issue' AND action = 'first_contact';
-- What an office has to do with, and what a leader leads.
CREATE INDEX assignment_office_idx ON core.assignment (office_id, issue_id) WHERE ended_at IS NULL;
-- What an opinion is filed under, by triage or by whoever spoke.
CREATE INDEX opinion_filed_idx ON core.opinion (coalesce(category, claimed_category), state, id);
CREATE INDEX issue_leader_idx ON core.issue (leader_id) WHERE leader_id IS NOT NULL;

-- Numbers two sets of pairs have in common are counted by its operators; a schema of its own keeps them from standing in for the built-in ones.
CREATE SCHEMA intarray;
COMMENT ON SCHEMA intarray IS 'The operators of the extension intarray on sets of whole numbers.';
CREATE EXTENSION intarray SCHEMA intarray;

-- A form is rows whatever it is about: besides opinions and issues, each new subject brings a layer of its own to rules.action and
-- rules.action_field. Only opinions and issues move by transitions.

ALTER TABLE rules.action DROP CONSTRAINT action_layer;
ALTER TABLE rules.action ADD CONSTRAINT action_layer CHECK (layer ~ '^[a-z][a-z_]*$');
ALTER TABLE rules.transition ADD CONSTRAINT transition_layer CHECK (layer IN ('opinion', 'issue'));

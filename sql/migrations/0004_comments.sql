-- A sentence on every table and column, for whoever opens the database without the source.

COMMENT ON SCHEMA core IS 'The tables. No program role may touch them; the functions of its own schema do, as the owner.';
COMMENT ON SCHEMA rules IS 'The field''s rules as rows, replaced from sql/rules at every deploy.';
COMMENT ON TYPE core.actor IS 'Who acts: an account with its office and the roles it holds now.';

COMMENT ON TABLE core.migration IS 'Which files of sql/migrations were applied to this database.';
COMMENT ON COLUMN core.migration.name IS 'The file''s name; files are applied in the order of their names.';
COMMENT ON COLUMN core.migration.sha256 IS 'The file''s digest when it was applied; a file changed afterwards stops the deploy.';
COMMENT ON COLUMN core.migration.applied_at IS 'When it was applied.';

COMMENT ON TABLE rules.param IS 'Numbers of the rules that are no time limits.';
COMMENT ON COLUMN rules.param.key IS 'What engine.param asks for.';
COMMENT ON COLUMN rules.param.value IS 'The number.';
COMMENT ON COLUMN rules.param.source IS 'Where the number comes from; [P] marks a proposal of ours.';

COMMENT ON TABLE rules.deadline IS 'Time limits, each with its legal source; engine.due counts them.';
COMMENT ON COLUMN rules.deadline.key IS 'What engine.due asks for.';
COMMENT ON COLUMN rules.deadline.n IS 'How many units.';
COMMENT ON COLUMN rules.deadline.unit IS 'h hours, d natural days, wd working days, mon months.';
COMMENT ON COLUMN rules.deadline.zh IS 'What the limit is called in Chinese.';
COMMENT ON COLUMN rules.deadline.en IS 'What the limit is called in English.';
COMMENT ON COLUMN rules.deadline.source IS 'The article it rests on; [P] marks a proposal of ours.';

COMMENT ON TABLE rules.choice IS 'Every enumerated word that is not a state: kinds, protections, ratings, result classes, reasons.';
COMMENT ON COLUMN rules.choice.list IS 'The list it belongs to.';
COMMENT ON COLUMN rules.choice.code IS 'What is stored and what the API speaks; never changed.';
COMMENT ON COLUMN rules.choice.zh IS 'The word in Chinese.';
COMMENT ON COLUMN rules.choice.en IS 'The word in English.';
COMMENT ON COLUMN rules.choice.hint_zh IS 'A line of help beside the word, in Chinese; may be empty.';
COMMENT ON COLUMN rules.choice.hint_en IS 'A line of help beside the word, in English; may be empty.';
COMMENT ON COLUMN rules.choice.sort IS 'Its place in the list.';
COMMENT ON COLUMN rules.choice.active IS 'Whether it can still be chosen; what was chosen before keeps its word.';

COMMENT ON TABLE rules.category IS 'What an opinion or an issue is about; a tree.';
COMMENT ON COLUMN rules.category.code IS 'Its code, as in the national table where it has one.';
COMMENT ON COLUMN rules.category.parent IS 'The heading it stands under; none for a main category.';
COMMENT ON COLUMN rules.category.zh IS 'The short name, in Chinese.';
COMMENT ON COLUMN rules.category.full_zh IS 'The official wording.';
COMMENT ON COLUMN rules.category.en IS 'The short name, in English.';
COMMENT ON COLUMN rules.category.sensitive IS 'True for matters of discipline: transferred, never given to an office.';
COMMENT ON COLUMN rules.category.route IS 'What usually becomes of it: rectify, transfer, archive or refer.';
COMMENT ON COLUMN rules.category.active IS 'Whether it can still be chosen.';
COMMENT ON COLUMN rules.category.sort IS 'Its place in the tree.';

COMMENT ON TABLE rules.role IS 'Who acts: the speaker, the system, and the roles an account can hold.';
COMMENT ON COLUMN rules.role.code IS 'What rules and accounts call it.';
COMMENT ON COLUMN rules.role.zh IS 'Its name in Chinese.';
COMMENT ON COLUMN rules.role.en IS 'Its name in English.';
COMMENT ON COLUMN rules.role.sort IS 'Its place in lists.';

COMMENT ON TABLE rules.permission IS 'What a role may see or use besides the actions its transitions allow.';
COMMENT ON COLUMN rules.permission.role IS 'The role.';
COMMENT ON COLUMN rules.permission.permission IS 'What engine.may asks for.';
COMMENT ON COLUMN rules.permission.scope IS 'Of whose: all, its office''s, those it leads, or those linked to a call it has to make.';

COMMENT ON TABLE rules.state IS 'The states of opinions (10-29) and issues (30-99), and what the public is told of each.';
COMMENT ON COLUMN rules.state.code IS 'Its number; an opinion in 28 or 30 is linked and speaks through its issue.';
COMMENT ON COLUMN rules.state.layer IS 'Whether it is a state of opinions or of issues.';
COMMENT ON COLUMN rules.state.zh IS 'The internal name in Chinese; never shown to the public.';
COMMENT ON COLUMN rules.state.en IS 'The internal name in English; never shown to the public.';
COMMENT ON COLUMN rules.state.public_zh IS 'What the public reads, in Chinese.';
COMMENT ON COLUMN rules.state.public_en IS 'What the public reads, in English.';
COMMENT ON COLUMN rules.state.explain_zh IS 'A sentence that explains it to the speaker, in Chinese.';
COMMENT ON COLUMN rules.state.explain_en IS 'A sentence that explains it to the speaker, in English.';
COMMENT ON COLUMN rules.state.owner_role IS 'Who is to act next; none where nobody is.';
COMMENT ON COLUMN rules.state.deadline IS 'The limit for leaving it; none where the issue''s own limit counts, or no limit does.';
COMMENT ON COLUMN rules.state.pauses IS 'True while the organ waits for the speaker.';
COMMENT ON COLUMN rules.state.closed IS 'True where nothing more is to be done for the speaker.';

COMMENT ON TABLE rules.action IS 'What can be done, in the words of the buttons, and what names an event in a history.';
COMMENT ON COLUMN rules.action.layer IS 'Whether it is done to opinions or to issues.';
COMMENT ON COLUMN rules.action.code IS 'What the API and the events call it.';
COMMENT ON COLUMN rules.action.zh IS 'The button in Chinese.';
COMMENT ON COLUMN rules.action.en IS 'The button in English.';
COMMENT ON COLUMN rules.action.help_zh IS 'A line of help, in Chinese.';
COMMENT ON COLUMN rules.action.help_en IS 'A line of help, in English.';
COMMENT ON COLUMN rules.action.public_zh IS 'The line it leaves in the speaker''s history, in Chinese; empty where it leaves none.';
COMMENT ON COLUMN rules.action.public_en IS 'The line it leaves in the speaker''s history, in English; empty where it leaves none.';
COMMENT ON COLUMN rules.action.danger IS 'True where it cannot be undone: the form sets it apart.';
COMMENT ON COLUMN rules.action.sort IS 'Its place among the actions; from 900 on, events without a transition.';

COMMENT ON TABLE rules.action_field IS 'What an action asks for: how the form draws it, and how it is checked.';
COMMENT ON COLUMN rules.action_field.layer IS 'The action''s layer.';
COMMENT ON COLUMN rules.action_field.action IS 'The action.';
COMMENT ON COLUMN rules.action_field.name IS 'The field''s name in forms and in the API.';
COMMENT ON COLUMN rules.action_field.type IS 'What it holds: text, longtext, choice, multi, bool, date or int.';
COMMENT ON COLUMN rules.action_field.options IS 'A list of rules.choice, or live rows engine.options knows; none for what is typed.';
COMMENT ON COLUMN rules.action_field.required IS 'Whether the action cannot do without it.';
COMMENT ON COLUMN rules.action_field.min IS 'The least number of code points, or the least number.';
COMMENT ON COLUMN rules.action_field.max IS 'The greatest number of code points, or the greatest number.';
COMMENT ON COLUMN rules.action_field.zh IS 'The label in Chinese.';
COMMENT ON COLUMN rules.action_field.en IS 'The label in English.';
COMMENT ON COLUMN rules.action_field.hint_zh IS 'A line of help under the label, in Chinese; may be empty.';
COMMENT ON COLUMN rules.action_field.hint_en IS 'A line of help under the label, in English; may be empty.';
COMMENT ON COLUMN rules.action_field.sort IS 'Its place in the form.';
COMMENT ON COLUMN rules.action_field.in_event IS 'False for a speaker''s words, and for which speaker it was: they stay out of the history an office may read.';

COMMENT ON TABLE rules.transition IS 'The state machine: who may take what from where to where, on which conditions and with what consequences.';
COMMENT ON COLUMN rules.transition.id IS 'Its number, never used again for another: proposals refer to it.';
COMMENT ON COLUMN rules.transition.layer IS 'Whether it moves opinions or issues.';
COMMENT ON COLUMN rules.transition.from_state IS 'The state it starts from; none where the subject comes into being.';
COMMENT ON COLUMN rules.transition.action IS 'The action that takes it.';
COMMENT ON COLUMN rules.transition.to_state IS 'The state it ends in; may be the one it started from.';
COMMENT ON COLUMN rules.transition.role IS 'Who may take it.';
COMMENT ON COLUMN rules.transition.approve_role IS 'Who has to agree before it takes effect; none where nobody has to.';
COMMENT ON COLUMN rules.transition.guards IS 'Conditions, by the names of rules.guard, all of which must hold.';
COMMENT ON COLUMN rules.transition.effects IS 'Consequences, by the names engine.effect knows, in order.';
COMMENT ON COLUMN rules.transition.source IS 'The article it rests on; may be empty.';
COMMENT ON COLUMN rules.transition.active IS 'False once it vanished from the rules; past proposals still refer to it.';

COMMENT ON TABLE rules.guard IS 'The conditions of transitions, and how a refusal is told.';
COMMENT ON COLUMN rules.guard.name IS 'Its name; a refusal''s code is guard. and this name.';
COMMENT ON COLUMN rules.guard.status IS 'The HTTP status of a refusal: 403 the wrong person, 409 not now, 422 a value.';
COMMENT ON COLUMN rules.guard.field IS 'The field at fault where it is about one.';

COMMENT ON TABLE rules.report IS 'The reports; each is a function and this row.';
COMMENT ON COLUMN rules.report.name IS 'What addresses call it.';
COMMENT ON COLUMN rules.report.zh IS 'Its title in Chinese.';
COMMENT ON COLUMN rules.report.en IS 'Its title in English.';
COMMENT ON COLUMN rules.report.note_zh IS 'How to read it, in Chinese.';
COMMENT ON COLUMN rules.report.note_en IS 'How to read it, in English.';
COMMENT ON COLUMN rules.report.columns IS 'Its columns in order: key, zh, en, type.';
COMMENT ON COLUMN rules.report.filters IS 'The filters it takes, by name.';
COMMENT ON COLUMN rules.report.permission IS 'The permission it needs.';
COMMENT ON COLUMN rules.report.sort IS 'Its place in the list of reports.';

COMMENT ON TABLE rules.notice IS 'The privacy notice by version; a row once used is never edited.';
COMMENT ON COLUMN rules.notice.version IS 'The version a speaker was shown.';
COMMENT ON COLUMN rules.notice.sort IS 'The row''s place in the notice.';
COMMENT ON COLUMN rules.notice.item_zh IS 'What the row is about, in Chinese.';
COMMENT ON COLUMN rules.notice.item_en IS 'What the row is about, in English.';
COMMENT ON COLUMN rules.notice.zh IS 'What it says, in Chinese.';
COMMENT ON COLUMN rules.notice.en IS 'What it says, in English.';

COMMENT ON TABLE rules.wording IS 'The organ''s own texts on its pages.';
COMMENT ON COLUMN rules.wording.key IS 'What engine.wording asks for.';
COMMENT ON COLUMN rules.wording.zh IS 'The text in Chinese.';
COMMENT ON COLUMN rules.wording.en IS 'The text in English.';

COMMENT ON TABLE core.office IS 'The organ''s own offices, and the bodies outside that matters are referred or transferred to.';
COMMENT ON COLUMN core.office.id IS 'Its number inside the database.';
COMMENT ON COLUMN core.office.code IS 'What forms, the API and user names call it; never changed.';
COMMENT ON COLUMN core.office.zh IS 'Its name in Chinese.';
COMMENT ON COLUMN core.office.en IS 'Its name in English.';
COMMENT ON COLUMN core.office.organ IS 'True for the organ''s own offices, which alone can be asked to rectify.';
COMMENT ON COLUMN core.office.active IS 'Whether it can still be chosen.';
COMMENT ON COLUMN core.office.sort IS 'Its place in lists.';

COMMENT ON TABLE core.work_calendar IS 'The days that differ from Monday to Friday: public holidays, and weekend days worked in exchange.';
COMMENT ON COLUMN core.work_calendar.day IS 'The day.';
COMMENT ON COLUMN core.work_calendar.is_workday IS 'Whether the organ works on it.';
COMMENT ON COLUMN core.work_calendar.note IS 'The holiday''s name.';

COMMENT ON TABLE core.account IS 'Who can sign in.';
COMMENT ON COLUMN core.account.id IS 'Its number inside the database.';
COMMENT ON COLUMN core.account.username IS 'What is typed to sign in; never changed.';
COMMENT ON COLUMN core.account.name IS 'The person''s name, shown to colleagues.';
COMMENT ON COLUMN core.account.office_id IS 'The office the person belongs to.';
COMMENT ON COLUMN core.account.password_hash IS 'argon2id, made by the program; the password itself never reaches the database.';
COMMENT ON COLUMN core.account.active IS 'False once the person has left; accounts are not deleted, events refer to them.';
COMMENT ON COLUMN core.account.created_at IS 'When it was made.';

COMMENT ON TABLE core.account_role IS 'Which roles an account holds.';
COMMENT ON COLUMN core.account_role.account_id IS 'The account.';
COMMENT ON COLUMN core.account_role.role IS 'The role.';

COMMENT ON TABLE core.session IS 'Who is signed in.';
COMMENT ON COLUMN core.session.token_mac IS 'A keyed MAC of the cookie''s token: the token itself is nowhere.';
COMMENT ON COLUMN core.session.account_id IS 'The account that signed in.';
COMMENT ON COLUMN core.session.created_at IS 'When; a session ends so many hours later, used or not.';
COMMENT ON COLUMN core.session.seen_at IS 'When it was last used, to the minute.';
COMMENT ON COLUMN core.session.expires_at IS 'When it ends if it is not used again.';

COMMENT ON TABLE core.throttle IS 'Attempts to sign in, counted before any password is looked at.';
COMMENT ON COLUMN core.throttle.bucket IS 'What is counted: an account, or all together.';
COMMENT ON COLUMN core.throttle.started_at IS 'When the window began.';
COMMENT ON COLUMN core.throttle.attempts IS 'How many since then.';

COMMENT ON TABLE core.issue_number IS 'The last running number of issues in each year.';
COMMENT ON COLUMN core.issue_number.year IS 'The year.';
COMMENT ON COLUMN core.issue_number.last IS 'The number used last.';

COMMENT ON TABLE core.issue IS 'A problem distilled from opinions, in staff''s words: all that the responsible office ever sees.';
COMMENT ON COLUMN core.issue.id IS 'Its number inside the database.';
COMMENT ON COLUMN core.issue.number IS 'The number people use, ZF-2026-0123; kept through every round.';
COMMENT ON COLUMN core.issue.version IS 'Grows with every change; a form drawn from an older one is refused.';
COMMENT ON COLUMN core.issue.state IS 'Where it stands.';
COMMENT ON COLUMN core.issue.round IS '1 at first; one more each time it is handled again or has relapsed.';
COMMENT ON COLUMN core.issue.title IS 'The problem in a line.';
COMMENT ON COLUMN core.issue.problem IS 'The problem, in staff''s own words.';
COMMENT ON COLUMN core.issue.manifestation IS 'How the problem shows.';
COMMENT ON COLUMN core.issue.category IS 'What it is about.';
COMMENT ON COLUMN core.issue.scope IS 'own: an office of the organ; outside: another body.';
COMMENT ON COLUMN core.issue.source IS 'How the first opinion reached the organ.';
COMMENT ON COLUMN core.issue.key_issue IS 'True for issues the party group watches: struck off by two, looked at again twice.';
COMMENT ON COLUMN core.issue.rectify_type IS 'How it is to be put right, which decides the limit.';
COMMENT ON COLUMN core.issue.office_id IS 'The office that leads.';
COMMENT ON COLUMN core.issue.leader_id IS 'The leader in charge, if one was named.';
COMMENT ON COLUMN core.issue.opened_at IS 'When it was assigned.';
COMMENT ON COLUMN core.issue.due_at IS 'When it is to be put right (整改时限).';
COMMENT ON COLUMN core.issue.due_given IS 'True where a person set the limit: signing does not start it anew.';
COMMENT ON COLUMN core.issue.step_due_at IS 'When the present state is to be left.';
COMMENT ON COLUMN core.issue.progressed_at IS 'When progress was last reported.';
COMMENT ON COLUMN core.issue.replied_at IS 'When it was last answered.';
COMMENT ON COLUMN core.issue.closed_at IS 'When it was struck off; none while it is open.';
COMMENT ON COLUMN core.issue.cause IS 'Why the problem arose, as the office sees it.';
COMMENT ON COLUMN core.issue.answer IS 'The answer the speakers read.';
COMMENT ON COLUMN core.issue.result_class IS 'What was achieved: A to D.';
COMMENT ON COLUMN core.issue.public_summary IS 'The result in words that identify nobody.';
COMMENT ON COLUMN core.issue.one_reflection IS 'Whether the same was found and put right elsewhere (举一反三).';
COMMENT ON COLUMN core.issue.lasting IS 'What keeps it from coming back (长效机制).';
COMMENT ON COLUMN core.issue.documents IS 'The list of papers handed in for striking off.';
COMMENT ON COLUMN core.issue.conclusion IS 'The reviewer''s words at striking off.';
COMMENT ON COLUMN core.issue.closing_kind IS 'agreed, explained, or kept_on.';
COMMENT ON COLUMN core.issue.published IS 'Whether the public page shows it as a case.';
COMMENT ON COLUMN core.issue.rebounds IS 'How often a look-back found it had come back.';

COMMENT ON TABLE core.opinion IS 'One statement of one person. The speaker''s part is never changed, by anybody; a trigger says so.';
COMMENT ON COLUMN core.opinion.id IS 'Its number inside the database.';
COMMENT ON COLUMN core.opinion.number IS 'The number people use: looks random, and says nothing about how many there are.';
COMMENT ON COLUMN core.opinion.receipt_mac IS 'A keyed MAC of the receipt: who has the receipt has the opinion, and the receipt itself is nowhere.';
COMMENT ON COLUMN core.opinion.fingerprint IS 'A keyed MAC of what was sent, to tell the same form from other words.';
COMMENT ON COLUMN core.opinion.received_at IS 'When it came in.';
COMMENT ON COLUMN core.opinion.source IS 'How it reached the organ.';
COMMENT ON COLUMN core.opinion.lang IS 'The language the speaker used the pages in.';
COMMENT ON COLUMN core.opinion.kind IS 'What the speaker says it is.';
COMMENT ON COLUMN core.opinion.claimed_category IS 'What the speaker says it is about, if anything.';
COMMENT ON COLUMN core.opinion.claimed_office IS 'The office the speaker says it is about, if any.';
COMMENT ON COLUMN core.opinion.place IS 'Where it happened, if the speaker says so.';
COMMENT ON COLUMN core.opinion.body IS 'The speaker''s words.';
COMMENT ON COLUMN core.opinion.protection IS 'none: no contact; reply: a contact for an answer; protected: a contact only a custodian can read.';
COMMENT ON COLUMN core.opinion.publish_consent IS 'Whether the speaker agreed to publication without personal information.';
COMMENT ON COLUMN core.opinion.disclose_consent IS 'Whether the speaker agreed that the office may have the contact.';
COMMENT ON COLUMN core.opinion.notice_version IS 'The privacy notice the speaker was shown.';
COMMENT ON COLUMN core.opinion.version IS 'Grows with every change; a form drawn from an older one is refused.';
COMMENT ON COLUMN core.opinion.state IS 'Where it stands; 28 and 30: its issue speaks for it.';
COMMENT ON COLUMN core.opinion.category IS 'What triage filed it under; none until then.';
COMMENT ON COLUMN core.opinion.scope IS 'Whether it concerns the organ itself; none until triage said so.';
COMMENT ON COLUMN core.opinion.issue_id IS 'The issue it became or joined.';
COMMENT ON COLUMN core.opinion.step_due_at IS 'When the present state is to be left.';
COMMENT ON COLUMN core.opinion.closed_at IS 'When nothing more was to be done for the speaker; the contact is kept so long after it.';
COMMENT ON COLUMN core.opinion.reason IS 'Why it was not accepted: a code of the list refuse_reason.';
COMMENT ON COLUMN core.opinion.referred_to IS 'At 27, the body it was sent to or belongs to.';
COMMENT ON COLUMN core.opinion.reply IS 'The words the speaker was told at 21, 27, 28 and 29.';

COMMENT ON TABLE core.identity IS 'How to reach a speaker, sealed before it came here; no program role can read it.';
COMMENT ON COLUMN core.identity.opinion_id IS 'The opinion it belongs to.';
COMMENT ON COLUMN core.identity.sealed IS 'The sealed box; none once it was withdrawn or its time is over.';
COMMENT ON COLUMN core.identity.seal_key IS 'Which key opens the box.';
COMMENT ON COLUMN core.identity.withdrawn_at IS 'When the box was emptied.';

COMMENT ON TABLE core.message IS 'What speaker and organ wrote to each other through the receipt.';
COMMENT ON COLUMN core.message.id IS 'Its number, in the order of writing.';
COMMENT ON COLUMN core.message.opinion_id IS 'The opinion it is about.';
COMMENT ON COLUMN core.message.sender IS 'speaker or organ.';
COMMENT ON COLUMN core.message.at IS 'When.';
COMMENT ON COLUMN core.message.body IS 'The words.';

COMMENT ON TABLE core.proposal IS 'An action that waits for a second person, or waited.';
COMMENT ON COLUMN core.proposal.id IS 'Its number.';
COMMENT ON COLUMN core.proposal.layer IS 'Whether it is about an opinion or an issue.';
COMMENT ON COLUMN core.proposal.subject_id IS 'Which one.';
COMMENT ON COLUMN core.proposal.transition_id IS 'The transition that is proposed.';
COMMENT ON COLUMN core.proposal.fields IS 'Its checked fields, applied as they stand when it is approved.';
COMMENT ON COLUMN core.proposal.proposed_by IS 'Who proposed it.';
COMMENT ON COLUMN core.proposal.proposed_at IS 'When.';
COMMENT ON COLUMN core.proposal.decided_by IS 'Who decided, never the proposer; none where events overtook it.';
COMMENT ON COLUMN core.proposal.decided_at IS 'When it was decided or overtaken; none while it waits.';
COMMENT ON COLUMN core.proposal.approved IS 'Whether it was agreed to.';
COMMENT ON COLUMN core.proposal.remark IS 'What the second person said.';

COMMENT ON TABLE core.assignment IS 'Which office leads or helps with an issue, and since when.';
COMMENT ON COLUMN core.assignment.id IS 'Its number.';
COMMENT ON COLUMN core.assignment.issue_id IS 'The issue.';
COMMENT ON COLUMN core.assignment.office_id IS 'The office.';
COMMENT ON COLUMN core.assignment.part IS 'lead or co.';
COMMENT ON COLUMN core.assignment.assigned_at IS 'When it was given to the office.';
COMMENT ON COLUMN core.assignment.assigned_by IS 'Who gave it.';
COMMENT ON COLUMN core.assignment.signed_at IS 'When the office signed for it.';
COMMENT ON COLUMN core.assignment.signed_by IS 'Who signed.';
COMMENT ON COLUMN core.assignment.objected_at IS 'When the office objected, which it may do once.';
COMMENT ON COLUMN core.assignment.objection IS 'Why it objected.';
COMMENT ON COLUMN core.assignment.ended_at IS 'When another office took over; none while it holds.';

COMMENT ON TABLE core.measure IS 'What an office will do about an issue, by when, and how far it is.';
COMMENT ON COLUMN core.measure.id IS 'Its number inside the database.';
COMMENT ON COLUMN core.measure.issue_id IS 'The issue.';
COMMENT ON COLUMN core.measure.seq IS 'Its number within the issue.';
COMMENT ON COLUMN core.measure.round IS 'The round it was planned in.';
COMMENT ON COLUMN core.measure.what IS 'What is to be done.';
COMMENT ON COLUMN core.measure.target IS 'What is to be achieved.';
COMMENT ON COLUMN core.measure.owner IS 'Who is responsible, by name.';
COMMENT ON COLUMN core.measure.due_on IS 'By when.';
COMMENT ON COLUMN core.measure.percent IS 'How far it is.';
COMMENT ON COLUMN core.measure.progress IS 'What was last reported.';
COMMENT ON COLUMN core.measure.done_at IS 'When it was done.';

COMMENT ON TABLE core.extension IS 'Requests for more time, one in a round.';
COMMENT ON COLUMN core.extension.id IS 'Its number.';
COMMENT ON COLUMN core.extension.issue_id IS 'The issue.';
COMMENT ON COLUMN core.extension.round IS 'The round.';
COMMENT ON COLUMN core.extension.old_due_at IS 'The limit as it was.';
COMMENT ON COLUMN core.extension.new_due_at IS 'The limit asked for.';
COMMENT ON COLUMN core.extension.reason IS 'Why more time is needed.';
COMMENT ON COLUMN core.extension.asked_by IS 'Who asked.';
COMMENT ON COLUMN core.extension.asked_at IS 'When.';
COMMENT ON COLUMN core.extension.decided_by IS 'Who decided.';
COMMENT ON COLUMN core.extension.decided_at IS 'When it was decided; none while it waits.';
COMMENT ON COLUMN core.extension.granted IS 'Whether it was granted.';

COMMENT ON TABLE core.rating IS 'What a speaker said of the result, by receipt or when called; or that nobody answered.';
COMMENT ON COLUMN core.rating.id IS 'Its number.';
COMMENT ON COLUMN core.rating.opinion_id IS 'Whose rating it is.';
COMMENT ON COLUMN core.rating.issue_id IS 'The issue it is about.';
COMMENT ON COLUMN core.rating.round IS 'The round it is about.';
COMMENT ON COLUMN core.rating.via IS 'receipt: the speaker wrote it; revisit: a caller noted it.';
COMMENT ON COLUMN core.rating.at IS 'When.';
COMMENT ON COLUMN core.rating.reached IS 'False where the caller tried and nobody answered.';
COMMENT ON COLUMN core.rating.contacted IS 'Whether the office had been in touch.';
COMMENT ON COLUMN core.rating.solved IS 'yes, partly or no.';
COMMENT ON COLUMN core.rating.attitude IS 'How the speaker found the office''s attitude.';
COMMENT ON COLUMN core.rating.result IS 'How the speaker found the result.';
COMMENT ON COLUMN core.rating.reason IS 'Why, which nobody may leave out who is dissatisfied.';

COMMENT ON TABLE core.lookback IS 'When a struck-off issue is looked at again, and what was found.';
COMMENT ON COLUMN core.lookback.id IS 'Its number.';
COMMENT ON COLUMN core.lookback.issue_id IS 'The issue.';
COMMENT ON COLUMN core.lookback.round IS 'The round that was struck off.';
COMMENT ON COLUMN core.lookback.due_on IS 'The day it falls due.';
COMMENT ON COLUMN core.lookback.method IS 'How it was checked: codes of lookback_method, with commas.';
COMMENT ON COLUMN core.lookback.findings IS 'What was found.';
COMMENT ON COLUMN core.lookback.conclusion IS 'held, mostly, rebound or changed.';
COMMENT ON COLUMN core.lookback.checked_by IS 'Who checked.';
COMMENT ON COLUMN core.lookback.second_checker IS 'Who else did, by name.';
COMMENT ON COLUMN core.lookback.done_at IS 'When; none while it is outstanding.';

COMMENT ON TABLE core.event IS 'Everything that ever happened: append-only even for the owner, a chain of digests per subject.';
COMMENT ON COLUMN core.event.layer IS 'What it happened to: an opinion, an issue, an account or a report.';
COMMENT ON COLUMN core.event.subject_id IS 'Which one.';
COMMENT ON COLUMN core.event.seq IS 'Its place in the subject''s chain, without gaps.';
COMMENT ON COLUMN core.event.at IS 'When.';
COMMENT ON COLUMN core.event.action IS 'What was done; propose: before an action that waits for a second person.';
COMMENT ON COLUMN core.event.actor_id IS 'The account that did it; none for the speaker and the system.';
COMMENT ON COLUMN core.event.actor_role IS 'The role it was done in.';
COMMENT ON COLUMN core.event.from_state IS 'The state before; none where there is none.';
COMMENT ON COLUMN core.event.to_state IS 'The state after; none where it changes none.';
COMMENT ON COLUMN core.event.detail IS 'The fields, without any speaker''s words.';
COMMENT ON COLUMN core.event.key IS 'The form''s key: the same form sent twice does nothing twice.';
COMMENT ON COLUMN core.event.salt IS 'Random bytes, so that nobody guesses a detail from its digest.';
COMMENT ON COLUMN core.event.digest IS 'sha256 of the salt and the event''s canonical text.';
COMMENT ON COLUMN core.event.chain IS 'sha256 of the chain before and this digest.';

COMMENT ON TABLE core.member IS 'The members of the standing committee.';
COMMENT ON COLUMN core.member.id IS 'Its number.';
COMMENT ON COLUMN core.member.name IS 'The member''s name.';
COMMENT ON COLUMN core.member.post IS 'The post held.';
COMMENT ON COLUMN core.member.chairs IS 'True for members of the chairs'' meeting.';
COMMENT ON COLUMN core.member.term IS 'Which congress.';
COMMENT ON COLUMN core.member.active IS 'Whether the member still serves.';

COMMENT ON TABLE core.delegate IS 'The deputies of the people''s congress.';
COMMENT ON COLUMN core.delegate.id IS 'Its number.';
COMMENT ON COLUMN core.delegate.name IS 'The deputy''s name.';
COMMENT ON COLUMN core.delegate.delegation IS 'The delegation the deputy belongs to.';
COMMENT ON COLUMN core.delegate.occupation IS 'What the deputy does for a living.';
COMMENT ON COLUMN core.delegate.term IS 'Which congress.';
COMMENT ON COLUMN core.delegate.active IS 'Whether the deputy still serves.';

COMMENT ON TABLE core.pairing IS 'Which member keeps in touch with which deputy.';
COMMENT ON COLUMN core.pairing.member_id IS 'The member.';
COMMENT ON COLUMN core.pairing.delegate_id IS 'The deputy.';
COMMENT ON COLUMN core.pairing.since IS 'Since when.';

COMMENT ON TABLE core.heartbeat IS 'When each program last gave a sign of life.';
COMMENT ON COLUMN core.heartbeat.program IS 'The program.';
COMMENT ON COLUMN core.heartbeat.at IS 'When.';

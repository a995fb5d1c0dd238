package io.kdchain.provenance.event;

import org.jspecify.annotations.Nullable;

/**
 * An expert or court found on a duty what no other event can say.
 *
 * @param party whose duty
 * @param duty code of the duty
 * @param met whether it was met
 * @param fault grade of fault found; null means not stated
 * @param by the expert or court
 * @param appointedBy null means by one party
 * @param note shown in the report
 */
public record DutyAppraised(
        PartyId party,
        String duty,
        boolean met,
        @Nullable FaultGrade fault,
        PartyId by,
        @Nullable Appointment appointedBy,
        @Nullable String note)
        implements EventBody {}

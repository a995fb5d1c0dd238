package io.kdchain.provenance.event;

/**
 * What an event says, by type. Each type is one record whose name is the type and whose components are the JSON keys.
 *
 * <p>A component marked {@code @Nullable} may be left out, a list or map that is left out is empty, all others must be
 * there. {@link EventBodies} reads and writes them.
 */
public sealed interface EventBody
        permits PartyRegistered,
                KeyRotated,
                KeyRevoked,
                AgreementConcluded,
                InsuranceBound,
                ConventionSigned,
                ComplianceTrainingHeld,
                ProviderAssessed,
                ApprovalGranted,
                ApprovalRevoked,
                PlanAdopted,
                DatasetCollected,
                DataAuthorised,
                AuthorisationRevoked,
                DataProcessed,
                DataAudited,
                ArtefactTransferred,
                TransferConfirmed,
                DataErased,
                ArtefactLeaked,
                TeacherReleased,
                ModelEvaluated,
                BiasAudited,
                LimitationDisclosed,
                DistillationStarted,
                DistillationProgressed,
                DistillationCompleted,
                ModelAdapted,
                ModelDeployed,
                SafeguardChanged,
                OutputServed,
                OutputUsed,
                OutputPromoted,
                MonitoringAlarm,
                TechnicalAudited,
                FindingRectified,
                OrderIssued,
                NoticeReceived,
                MeasureTaken,
                LegalHoldSet,
                LegalHoldLifted,
                IncidentReported,
                DefectAppraised,
                CausationAppraised,
                DutyAppraised,
                DefectLocalised,
                AttributionIssued,
                IncidentClosed,
                UnknownBody {

    /** Name of the type. */
    default String type() {
        return getClass().getSimpleName();
    }
}

package io.kdchain.examples.medical;

import io.kdchain.core.trace.Stage;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.event.Role;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The parties of the scene; all are invented. */
enum Cast {
    HOSPITAL_GROUP("hospital-group", "Hospital Group", Role.DATA_PROVIDER),
    RADNET("radnet", "RadNet Models", Role.TEACHER_DEVELOPER),
    SMALLAI("smallai", "SmallAI Distilling", Role.DISTILLATION_PROVIDER),
    EDGECHIP("edgechip", "EdgeChip Devices", Role.HARDWARE_ADAPTER),
    CLINIC_CLOUD("clinic-cloud", "Clinic Cloud", Role.DEPLOYMENT_PLATFORM),
    CLINIC("clinic", "City Clinic", Role.STUDENT_USER),
    PATIENT("patient", "The patient", Role.CLAIMANT),
    AUDITOR("auditor", "Independent Model Audit", Role.AUDITOR);

    static final String JURISDICTION = "CN";

    private final String id;
    private final String fullName;
    private final Role role;

    Cast(String id, String fullName, Role role) {
        this.id = id;
        this.fullName = fullName;
        this.role = role;
    }

    PartyId id() {
        return new PartyId(id);
    }

    String fullName() {
        return fullName;
    }

    List<Role> roles() {
        return List.of(role);
    }

    /** Who acts in each stage. */
    static Map<Stage, PartyId> byStage() {
        Map<Stage, PartyId> parties = new EnumMap<>(Stage.class);
        parties.put(Stage.DATA, HOSPITAL_GROUP.id());
        parties.put(Stage.TEACHER, RADNET.id());
        parties.put(Stage.DISTILLATION, SMALLAI.id());
        parties.put(Stage.ADAPTATION, EDGECHIP.id());
        parties.put(Stage.DEPLOYMENT, CLINIC_CLOUD.id());
        return parties;
    }
}

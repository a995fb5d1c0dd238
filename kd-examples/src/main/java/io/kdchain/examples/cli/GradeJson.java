package io.kdchain.examples.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kdchain.rules.governance.GradedCover;
import io.kdchain.rules.governance.SafetyGrading;
import io.kdchain.rules.governance.SafetyTests;
import io.kdchain.rules.governance.TeacherExposure;
import java.util.Collection;
import java.util.List;

/** A content-safety grade as JSON. */
final class GradeJson {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private GradeJson() {}

    static ObjectNode of(SafetyGrading grading) {
        ObjectNode root = NODES.objectNode()
                .put("deployment", grading.deployment().key())
                .put("holder", grading.holder().value())
                .put("model", grading.model().toString())
                .put("at", grading.at().toString());
        if (grading.grade() != null) {
            root.put("grade", grading.grade().code());
        }
        SafetyTests tests = grading.tests();
        if (tests != null) {
            ObjectNode node = root.putObject("tests")
                    .put("method", "clopper-pearson-one-sided")
                    .put("violations", tests.violations().hits())
                    .put("of", tests.violations().of())
                    .put("bound", String.valueOf(grading.bound()))
                    .put("judge", tests.judge().value())
                    .put("at", tests.entry().event().at().toString())
                    .put("recordedAt", tests.entry().recordedAt().toString())
                    .put("validUntil", String.valueOf(grading.validUntil()))
                    .put("entry", tests.entry().index());
            if (tests.dataset() != null) {
                node.put("dataset", tests.dataset().toString());
            }
            if (tests.referenceRate() != null) {
                node.put("referenceRate", tests.referenceRate().toString());
            }
        }
        ArrayNode gates = root.putArray("gates");
        grading.gates()
                .forEach(passage -> gates.addObject()
                        .put("gate", passage.gate().code())
                        .put("state", passage.state().code())
                        .put("value", passage.value())
                        .set("shownBy", numbers(passage.shownBy())));
        ArrayNode teachers = root.putArray("teachers");
        grading.teachers().forEach(teacher -> teachers.add(teacher.toString()));
        root.set("teachersTested", numbers(grading.teachersTested()));
        root.set("selfTested", numbers(grading.selfTested()));
        root.set("unreadable", numbers(grading.unreadable()));
        root.set("recorded", numbers(grading.recorded()));
        return root;
    }

    static ArrayNode exposures(List<TeacherExposure> exposures) {
        ArrayNode array = NODES.arrayNode();
        for (TeacherExposure one : exposures) {
            ObjectNode node = array.addObject().put("teacher", one.teacher().toString());
            ArrayNode deployments = node.putArray("deployments");
            one.deployments().forEach(deployment -> deployments.add(deployment.key()));
            ObjectNode cover = node.putObject("cover");
            one.cover().forEach((currency, amount) -> cover.put(currency, amount.toPlainString()));
        }
        return array;
    }

    static ObjectNode cover(SafetyGrading grading, GradedCover cover) {
        ObjectNode node = NODES.objectNode().put("determined", grading.covered().isPresent());
        grading.covered().map(cover::terms).ifPresent(terms -> {
            node.put("offered", terms.offered())
                    .put("limit", terms.limit().toString())
                    .put("deductible", terms.deductible().toString())
                    .put("coinsurance", terms.coinsurance().toString());
            if (terms.premium() != null) {
                node.put("premium", terms.premium().toString());
            }
        });
        return node;
    }

    private static ArrayNode numbers(Collection<Long> indexes) {
        ArrayNode array = NODES.arrayNode();
        indexes.forEach(array::add);
        return array;
    }
}

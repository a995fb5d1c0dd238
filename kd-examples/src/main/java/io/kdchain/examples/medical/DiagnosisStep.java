package io.kdchain.examples.medical;

import java.util.List;

/** The steps of the scene, in order. */
public enum DiagnosisStep {
    ENGINE("Load PyTorch", "加载 PyTorch"),
    PARTIES("Register the parties of the chain", "登记链上各方"),
    DATA("Collect, authorise and audit the data", "收集、授权并审计数据"),
    TEACHER("Train and release the teacher", "训练并发布教师模型"),
    DISTILLATION("Distil the student", "蒸馏学生模型"),
    ADAPTATION("Adapt the student to int8", "将学生模型适配为 int8"),
    DEPLOYMENT("Put the student into service", "部署学生模型"),
    SERVICE("Serve and use the answers for every patient", "为每位患者提供并使用结果"),
    INCIDENT("Compare the answers with the later findings", "将结果与后来的诊断比对"),
    TRACE("Carry the chain out again to find the cause", "重放全链以查明原因");

    private final String english;
    private final String chinese;

    DiagnosisStep(String english, String chinese) {
        this.english = english;
        this.chinese = chinese;
    }

    /** What is done, for a person. */
    public Words title() {
        return new Words(english, chinese);
    }

    /** Its place, from 1. */
    public int number() {
        return List.of(values()).indexOf(this) + 1;
    }
}

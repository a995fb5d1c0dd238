package io.kdchain.core.loss;

/** Whether the soft term is multiplied by the square of the temperature, which keeps its gradient's size as T grows. */
public enum ScaleT2 {
    YES,
    NO
}

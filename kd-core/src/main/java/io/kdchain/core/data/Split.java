package io.kdchain.core.data;

/** A data set cut in two; every row is in exactly one part. */
public record Split(Dataset training, Dataset test) {}

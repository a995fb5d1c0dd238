package io.kdchain.rules.apportion;

import io.kdchain.rules.fact.CausalParts.Weight;
import io.kdchain.rules.verdict.Fraction;

/** Arithmetic on weights with ranges. A narrower operand never gives a wider result. */
final class Weights {
    static final Weight ZERO = Weight.exactly(Fraction.ZERO);
    static final Weight ONE = Weight.exactly(Fraction.ONE);

    private Weights() {}

    static Weight plus(Weight a, Weight b) {
        return new Weight(
                a.low().plus(b.low()), a.point().plus(b.point()), a.high().plus(b.high()));
    }

    static Weight times(Weight a, Weight b) {
        return new Weight(
                a.low().times(b.low()), a.point().times(b.point()), a.high().times(b.high()));
    }

    static Weight max(Weight a, Weight b) {
        return new Weight(
                a.low().max(b.low()), a.point().max(b.point()), a.high().max(b.high()));
    }

    static Weight atMostOne(Weight a) {
        return new Weight(
                a.low().min(Fraction.ONE), a.point().min(Fraction.ONE), a.high().min(Fraction.ONE));
    }

    /** 1 - a, for an a of at most 1. */
    static Weight restOf(Weight a) {
        return new Weight(Fraction.ONE.minus(a.high()), Fraction.ONE.minus(a.point()), Fraction.ONE.minus(a.low()));
    }

    /** own / (own + others); 0 where both are 0. Rises with own, falls with others. */
    static Weight part(Weight own, Weight others) {
        return new Weight(
                ratio(own.low(), others.high()), ratio(own.point(), others.point()), ratio(own.high(), others.low()));
    }

    private static Fraction ratio(Fraction own, Fraction others) {
        return own.isZero() ? Fraction.ZERO : own.dividedBy(own.plus(others));
    }
}

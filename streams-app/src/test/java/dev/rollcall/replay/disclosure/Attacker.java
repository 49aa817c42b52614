package dev.rollcall.replay.disclosure;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Whoever sees an output and reckons: knows of each figure which cells of the world it adds up, and solves for what is hidden in
 * whole fractions. Shares nothing with what it attacks.
 */
final class Attacker {
    /** A row of unknowns with factors, and what they add up to. */
    private record Row(Map<Integer, Fraction> factors, Fraction sum) {}

    private record Fraction(BigInteger over, BigInteger under) {
        static final Fraction ZERO = of(0);

        static Fraction of(long number) {
            return new Fraction(BigInteger.valueOf(number), BigInteger.ONE);
        }

        Fraction reduced() {
            BigInteger common = over.gcd(under).max(BigInteger.ONE);
            int sign = under.signum() < 0 ? -1 : 1;
            return new Fraction(
                    over.divide(common).multiply(BigInteger.valueOf(sign)),
                    under.divide(common).multiply(BigInteger.valueOf(sign)));
        }

        Fraction minusProduct(Fraction factor, Fraction of) {
            return new Fraction(
                            over.multiply(factor.under)
                                    .multiply(of.under)
                                    .subtract(factor.over.multiply(of.over).multiply(under)),
                            under.multiply(factor.under).multiply(of.under))
                    .reduced();
        }

        Fraction dividedBy(Fraction by) {
            return new Fraction(over.multiply(by.under), under.multiply(by.over)).reduced();
        }

        boolean isZero() {
            return over.signum() == 0;
        }
    }

    /** By leading unknown. */
    private final TreeMap<Integer, Row> known = new TreeMap<>();

    /** Takes in a figure that is shown. */
    void sees(List<Integer> atoms, long sum) {
        Row row = reduce(row(atoms, sum));
        if (!row.factors().isEmpty()) {
            int lead = row.factors().keySet().stream().min(Integer::compare).orElseThrow();
            Fraction by = row.factors().get(lead);
            Map<Integer, Fraction> factors = new HashMap<>();
            row.factors().forEach((atom, factor) -> factors.put(atom, factor.dividedBy(by)));
            known.put(lead, new Row(factors, row.sum().dividedBy(by)));
        }
    }

    /** What the atoms add up to, where it follows from what was seen; else null. */
    Long derives(List<Integer> atoms) {
        Row row = reduce(row(atoms, 0));
        return row.factors().isEmpty() ? Long.valueOf(-row.sum().over().longValueExact()) : null;
    }

    private static Row row(List<Integer> atoms, long sum) {
        Map<Integer, Fraction> factors = new HashMap<>();
        atoms.forEach(atom -> factors.put(atom, Fraction.of(1)));
        return new Row(factors, Fraction.of(sum));
    }

    private Row reduce(Row row) {
        Map<Integer, Fraction> factors = new HashMap<>(row.factors());
        Fraction sum = row.sum();
        List<Integer> leads = new ArrayList<>(known.keySet());
        for (int lead : leads) {
            Fraction factor = factors.get(lead);
            if (factor == null) {
                continue;
            }
            Row by = known.get(lead);
            for (Map.Entry<Integer, Fraction> entry : by.factors().entrySet()) {
                Fraction left =
                        factors.getOrDefault(entry.getKey(), Fraction.ZERO).minusProduct(factor, entry.getValue());
                if (left.isZero()) {
                    factors.remove(entry.getKey());
                } else {
                    factors.put(entry.getKey(), left);
                }
            }
            sum = sum.minusProduct(factor, by.sum());
        }
        return new Row(factors, sum);
    }
}

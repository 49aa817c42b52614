package dev.rollcall.count;

import dev.rollcall.model.Basis;
import dev.rollcall.model.FigureKey;
import dev.rollcall.model.Rolling;
import dev.rollcall.model.Window;
import dev.rollcall.policy.Account;
import java.time.LocalDate;

/**
 * A course of windows of N days, one ending with each day.
 *
 * <p>Exact and incremental: a key's new day changes only the windows between its neighbouring days.
 */
public final class RollingCourse implements Course {
    private final Account account;
    private final Basis basis;
    private final Rolling per;
    private final Facts facts;
    private final DayCounts counts = new DayCounts();

    private int dirtyFrom = Integer.MAX_VALUE;
    private int dirtyTo = Integer.MIN_VALUE;
    boolean touched;

    RollingCourse(Account account, Basis basis, Rolling per, Facts facts) {
        this.account = account;
        this.basis = basis;
        this.per = per;
        this.facts = facts;
    }

    public Account account() {
        return account;
    }

    public Basis basis() {
        return basis;
    }

    public Rolling per() {
        return per;
    }

    /** The first end day that may have a count, in days from 1970-01-01. */
    public int firstDay() {
        return counts.firstDay();
    }

    /** The last end day that may have a count, in days from 1970-01-01. */
    public int lastDay() {
        return counts.lastDay();
    }

    /** The count of the window that ends with {@code day}. */
    public long countOn(int day) {
        return counts.on(day);
    }

    /** No end day has a greater count. */
    public long atMost() {
        return counts.atMost();
    }

    public FigureKey keyOn(int day) {
        return new FigureKey(
                account.entity(), account.agreementId(), basis, windowOn(day).name());
    }

    public Window windowOn(int day) {
        return per.endingWith(LocalDate.ofEpochDay(day));
    }

    @Override
    public void count(LocalDate day, long key, long amount, boolean monthChanged, Touched step) {
        int start = (int) day.toEpochDay();
        int from = start;
        int to = start + per.days() - 1;
        if (facts instanceof DistinctFacts distinct) {
            from = (int) Math.max(from, distinct.dayBefore(key, day, per.days(), Long.MIN_VALUE / 2) + per.days());
            to = (int) Math.min(to, distinct.dayAfter(key, day, per.days(), Long.MAX_VALUE / 2) - 1);
        }
        counts.add(from, to, amount);
        markDirty(start, start + per.days() - 1);
        step.add(this);
    }

    /** Each day of a key reaches to its next one: together the days cover each window once. */
    @Override
    public void recount(LocalDate day, long key, long amount, boolean firstInMonth, Touched step) {
        int start = (int) day.toEpochDay();
        int to = start + per.days() - 1;
        if (facts instanceof DistinctFacts distinct) {
            to = (int) Math.min(to, distinct.dayAfter(key, day, per.days(), Long.MAX_VALUE / 2) - 1);
        }
        counts.add(start, to, amount);
        markDirty(start, start + per.days() - 1);
        step.add(this);
    }

    @Override
    public void touch(LocalDate day, Touched step) {
        step.add(this);
    }

    /** Says that the figures of these end days are to be published anew. */
    void markDirty(int from, int to) {
        dirtyFrom = Math.min(dirtyFrom, from);
        dirtyTo = Math.max(dirtyTo, to);
    }

    /** Says that what {@code other} says is to be published anew, is so here; it is forgotten there. */
    public void takeOverChangesOf(RollingCourse other) {
        markDirty(other.dirtyFrom, other.dirtyTo);
        other.dirtyFrom = Integer.MAX_VALUE;
        other.dirtyTo = Integer.MIN_VALUE;
    }

    /** The end days whose figures may have changed, as first and last; those up to {@code today} are forgotten here. */
    public int[] takeDirty(int today) {
        int[] range = {dirtyFrom, Math.min(dirtyTo, today)};
        if (dirtyTo <= today) {
            dirtyFrom = Integer.MAX_VALUE;
            dirtyTo = Integer.MIN_VALUE;
        } else {
            dirtyFrom = Math.max(dirtyFrom, today + 1);
        }
        return range;
    }
}

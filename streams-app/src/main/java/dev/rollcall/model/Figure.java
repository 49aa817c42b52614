package dev.rollcall.model;

import org.jspecify.annotations.Nullable;

/**
 * The count of one basis for one entity in one window.
 *
 * @param per the kind of window
 * @param count how many
 * @param exact false where more were released than were named: read "at least"
 * @param limit the lowest limit that judges it, null where none does
 * @param restated whether it changed after its window had closed
 * @param revision 1 for the first publication; 0 for a figure as counted, not yet published
 * @param policyVersion the version of the policy it was judged under
 */
public record Figure(
        FigureKey key,
        Per per,
        Window window,
        long count,
        boolean exact,
        @Nullable Long limit,
        boolean restated,
        int revision,
        int policyVersion)
        implements Outcome {}

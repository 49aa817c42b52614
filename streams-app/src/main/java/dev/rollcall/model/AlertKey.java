package dev.rollcall.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What makes an alert the same alert, whenever and however it is found.
 *
 * @param rule the name exactly as in the policy, or one of the detector's own
 * @param agreementId null where it concerns the entity as a whole
 * @param window the window's name
 * @param band the band in per cent, null where the detector has none
 * @param about a requestId, an extractId or a set of categories; null where the window says it all
 */
public record AlertKey(
        String detector,
        String rule,
        Entity entity,
        @Nullable String agreementId,
        String window,
        @Nullable String band,
        @Nullable String about) {

    /** This, concerning one agreement. */
    AlertKey under(@Nullable String agreement) {
        return new AlertKey(detector, rule, entity, agreement, window, band, about);
    }

    /** This, in a band of a limit. */
    AlertKey inBand(String inBand) {
        return new AlertKey(detector, rule, entity, agreementId, window, inBand, about);
    }

    /** This, about a request, an extract or a set of categories. */
    AlertKey about(@Nullable String what) {
        return new AlertKey(detector, rule, entity, agreementId, window, band, what);
    }

    // Written out, as in FigureKey: what records come with took a fifth of all time that events take.

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof AlertKey that
                        && window.equals(that.window)
                        && rule.equals(that.rule)
                        && Objects.equals(band, that.band)
                        && Objects.equals(about, that.about)
                        && Objects.equals(agreementId, that.agreementId)
                        && entity.id().equals(that.entity.id())
                        && entity.kind() == that.entity.kind()
                        && detector.equals(that.detector));
    }

    @Override
    public int hashCode() {
        int hash = window.hashCode();
        hash = 31 * hash + rule.hashCode();
        hash = 31 * hash + Objects.hashCode(band);
        hash = 31 * hash + Objects.hashCode(about);
        hash = 31 * hash + Objects.hashCode(agreementId);
        return 31 * hash + entity.id().hashCode();
    }

    /** The first 128 bits of SHA-256 over the key's parts, in hexadecimal; public facts only, so no key is needed. */
    public String id() {
        StringBuilder text = new StringBuilder();
        part(text, detector);
        part(text, rule);
        part(text, entity.kind().text());
        part(text, entity.id());
        part(text, agreementId);
        part(text, window);
        part(text, band);
        part(text, about);
        byte[] hash = sha256().digest(text.toString().getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(hash, 0, 16);
    }

    /** Lengths before parts, so that no two keys give the same text. */
    private static void part(StringBuilder text, @Nullable String part) {
        if (part == null) {
            text.append("-;");
        } else {
            text.append(part.length()).append(':').append(part).append(';');
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}

package dev.rollcall.wire;

import dev.rollcall.wire.registry.RegistryRefusalException;
import dev.rollcall.wire.registry.RegistryUnavailableException;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.RetriableException;

/** Decides what the failure of a serializer or deserializer, ours or Confluent's, means for the record. */
enum Failure {
    /** It may pass by waiting. */
    TRANSIENT,
    /** It will not pass, and lies with the registry or our configuration. */
    REFUSAL,
    /** It will not pass, and lies with the bytes. */
    OF_THE_VALUE,
    /** We were told to stop. */
    INTERRUPTION;

    private static final int DEEPEST = 20;
    private static final int SCHEMA_NOT_FOUND = 40403;

    static Failure of(Throwable thrown) {
        Throwable met = thrown;
        for (int depth = 0; met != null && depth < DEEPEST; depth++) {
            Failure failure = ofOne(met);
            if (failure != OF_THE_VALUE) {
                return failure;
            }
            met = met.getCause();
        }
        return OF_THE_VALUE;
    }

    private static Failure ofOne(Throwable met) {
        if (met instanceof InterruptException) {
            return INTERRUPTION;
        }
        if (met instanceof RegistryUnavailableException || met instanceof RetriableException) {
            return TRANSIENT;
        }
        if (met instanceof RegistryRefusalException
                || met instanceof AuthenticationException
                || met instanceof AuthorizationException) {
            return REFUSAL;
        }
        if (met instanceof InvalidConfigurationException) {
            return asksToComeBack(met) ? TRANSIENT : REFUSAL;
        }
        if (met instanceof IOException) {
            return ofTheBytes(met) ? OF_THE_VALUE : TRANSIENT;
        }
        return met.getClass().getSimpleName().equals("RestClientException") ? ofAnswer(met) : OF_THE_VALUE;
    }

    /** Whether Avro threw it while decoding: it reports truncated and overlong values as input that failed. */
    private static boolean ofTheBytes(Throwable met) {
        StackTraceElement[] frames = met.getStackTrace();
        return met.getClass().getName().startsWith("org.apache.avro.")
                || (frames.length > 0 && frames[0].getClassName().startsWith("org.apache.avro."));
    }

    /** Confluent's client makes one exception, without a cause, of 400 to 499; 408 and 429 are told by its message alone. */
    private static boolean asksToComeBack(Throwable met) {
        String message = String.valueOf(met.getMessage());
        return message.endsWith("error code: 408") || message.endsWith("error code: 429");
    }

    private static Failure ofAnswer(Throwable restClientException) {
        int status = number(restClientException, "getStatus");
        if (status >= 500 || status == 408 || status == 429) {
            return TRANSIENT;
        }
        return status == 404 && number(restClientException, "getErrorCode") == SCHEMA_NOT_FOUND
                ? OF_THE_VALUE
                : REFUSAL;
    }

    /** What Confluent's client was answered; its class is not ours to depend on. 500 where it does not say. */
    private static int number(Throwable restClientException, String getter) {
        try {
            return (int) restClientException.getClass().getMethod(getter).invoke(restClientException);
        } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException | ClassCastException e) {
            return 500;
        }
    }
}

package dev.rollcall.wire.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request to the registry, asked until it is answered or patience ends: every address in turn, then a pause that
 * doubles from 100 ms to 5 s, and again. A request under way is given its own 10 s, so patience may be overrun by that.
 */
final class RegistryHttp {

    private static final Logger LOG = LoggerFactory.getLogger(RegistryHttp.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(10);
    static final int SCHEMA_NOT_FOUND = 40403;

    private final List<Address> addresses;
    private final Duration patience;
    private final Pace pace;
    private final HttpClient client;

    RegistryHttp(String urls, RegistryAccess access, Duration patience, Pace pace) {
        this.addresses = Address.parse(urls, access.authorization());
        this.patience = patience;
        this.pace = pace;
        HttpClient.Builder client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT)
                .followRedirects(HttpClient.Redirect.NEVER);
        this.client = access.tls() == null
                ? client.build()
                : client.sslContext(access.tls()).build();
    }

    /** A request as the protocol states it; {@code body} is null for a GET. */
    record Call(String method, String path, @Nullable JsonNode body) {
        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    /** What the registry said: any status but 5xx, 408 and 429, with its JSON; a missing node where it sent none. */
    record Answer(int status, JsonNode body) {

        boolean ok() {
            return status / 100 == 2;
        }

        int errorCode() {
            return body.path("error_code").asInt(0);
        }

        boolean schemaUnknown() {
            return status == 404 && errorCode() == SCHEMA_NOT_FOUND;
        }

        /** The body of an answer that is none of the permitted refusals; otherwise the refusal, as an exception. */
        JsonNode expect(String expected) {
            if (!ok()) {
                throw new RegistryRefusalException(expected, status, errorCode());
            }
            return body;
        }
    }

    /**
     * Asks until answered. That a schema is unknown is believed only once every address says so: one may lag, and what
     * it does not know yet would be rejected for good.
     */
    Answer ask(Call call) {
        long begun = pace.nanos();
        Duration pause = FIRST_PAUSE;
        String trouble = "";
        for (int round = 1; ; round++) {
            @Nullable Answer unknown = null;
            boolean someSilent = false;
            for (Address address : addresses) {
                try {
                    Answer answer = once(address, call);
                    if (!answer.schemaUnknown()) {
                        return answer;
                    }
                    unknown = answer;
                } catch (IOException e) {
                    someSilent = true;
                    trouble = address + ": " + told(e);
                }
            }
            if (unknown != null && !someSilent) {
                return unknown;
            }
            Duration left = patience.minusNanos(pace.nanos() - begun);
            if (left.isNegative() || left.isZero()) {
                throw new RegistryUnavailableException("Expected the schema registry to answer " + call + " within "
                        + patience + ", but it did not in " + round + " rounds, last " + trouble);
            }
            if (round == 1) {
                LOG.atWarn()
                        .addKeyValue("request", call)
                        .addKeyValue("last", trouble)
                        .addKeyValue("patience", patience)
                        .log("Waiting for the schema registry");
            }
            sleep(pause.compareTo(left) < 0 ? pause : left, call);
            Duration doubled = pause.multipliedBy(2);
            pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
        }
    }

    /** What of a failure may be told: of TLS also the message, which names hosts and authorities. */
    private static String told(IOException met) {
        if (met instanceof Unusable) {
            return String.valueOf(met.getMessage());
        }
        return met.getClass().getName() + (met instanceof SSLException ? " (" + met.getMessage() + ")" : "");
    }

    private Answer once(Address address, Call call) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address.base() + call.path()))
                .timeout(ANSWER)
                .header("Accept", "application/vnd.schemaregistry.v1+json, application/json");
        if (address.authorization() != null) {
            request.header("Authorization", address.authorization());
        }
        if (call.body() == null) {
            request.method(call.method(), BodyPublishers.noBody());
        } else {
            request.header("Content-Type", "application/vnd.schemaregistry.v1+json");
            request.method(call.method(), BodyPublishers.ofString(call.body().toString()));
        }
        HttpResponse<String> response = send(request.build(), call);
        int status = response.statusCode();
        if (status >= 500 || status == 408 || status == 429) {
            throw new Unusable("status " + status);
        }
        JsonNode body;
        try {
            body = JSON.readTree(response.body());
        } catch (JsonProcessingException e) {
            body = MissingNode.getInstance();
        }
        if (status / 100 == 2 && body.isMissingNode()) {
            throw new Unusable("status " + status + " without JSON");
        }
        return new Answer(status, body);
    }

    private HttpResponse<String> send(HttpRequest request, Call call) throws IOException {
        try {
            return client.send(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
        } catch (InterruptedException e) {
            throw new InterruptException("Interrupted while waiting for the answer to " + call, e);
        }
    }

    private void sleep(Duration duration, Call call) {
        try {
            pace.pause(duration);
        } catch (InterruptedException e) {
            throw new InterruptException("Interrupted while waiting to ask again " + call, e);
        }
    }

    /** An answer that is none: the server is not itself at the moment. */
    private static final class Unusable extends IOException {

        private static final long serialVersionUID = 1L;

        Unusable(String message) {
            super(message);
        }
    }

    /** Where a registry is; user and password of its URL go into the header and appear nowhere else. */
    private record Address(String base, @Nullable String authorization) {

        /** With {@code authorization}, where given, for all of them; otherwise each with what stands in its URL. */
        static List<Address> parse(String urls, @Nullable String authorization) {
            List<Address> addresses = new ArrayList<>();
            for (String url : urls.split(",")) {
                if (!url.isBlank()) {
                    addresses.add(one(url.strip(), authorization));
                }
            }
            if (addresses.isEmpty()) {
                throw new IllegalArgumentException(
                        "Expected '" + SchemaRegistry.URL + "' to name at least one URL, but was empty");
            }
            return List.copyOf(addresses);
        }

        private static Address one(String url, @Nullable String authorization) {
            URI uri;
            try {
                uri = URI.create(url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
            } catch (IllegalArgumentException e) {
                throw notAUrl();
            }
            boolean web = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            if (!web || uri.getHost() == null || uri.getRawQuery() != null) {
                throw notAUrl();
            }
            String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
            String base = uri.getScheme() + "://" + uri.getHost() + port + uri.getRawPath();
            String user = uri.getUserInfo();
            String ofUrl = user == null ? null : RegistryAccess.basic(user);
            return new Address(base, authorization == null ? ofUrl : authorization);
        }

        private static IllegalArgumentException notAUrl() {
            return new IllegalArgumentException("Expected '" + SchemaRegistry.URL
                    + "' to hold URLs such as http://localhost:8081/apis/ccompat/v7, comma separated, but one is not");
        }

        @Override
        public String toString() {
            return base;
        }
    }
}

package dev.rollcall.app.forward;

import dev.rollcall.app.config.ConfigurationException;
import dev.rollcall.wire.AlertmanagerJson;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One Alertmanager over HTTP, through its API, version 2; https by the trust store of the JVM. */
final class Alertmanager {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(10);
    /** It looks at every rule of inhibition for every alert before it says what it holds. */
    private static final Duration LONG_ANSWER = Duration.ofSeconds(60);

    private static final String ALERTS = "/api/v2/alerts";
    private static final int MOST_SAID = 200;

    private final HttpClient client;
    private final String base;
    private final String authorization;
    private final Duration answer;

    /**
     * @param base its URL, without the API's path
     * @param authorization a whole header; empty for none
     * @param answer how long it may take to answer a post
     */
    private Alertmanager(HttpClient client, String base, String authorization, Duration answer) {
        this.client = client;
        this.base = base;
        this.authorization = authorization;
        this.answer = answer;
    }

    /** What came back: an answer in our terms, and in words what was found. */
    record Reply(Answer answer, String found) {}

    /** What it holds, where it said so; null, with {@code reply}, where it did not. */
    record Held(@Nullable List<Map<String, String>> labels, Reply reply) {}

    /** Those that {@code urls} names, separated by commas. */
    static List<Alertmanager> of(String urls, String authorization) {
        return of(urls, authorization, ANSWER);
    }

    static List<Alertmanager> of(String urls, String authorization, Duration answer) {
        if (authorization.chars().anyMatch(letter -> letter < ' ' || letter > '~')) {
            throw new ConfigurationException(
                    "Expected 'alertmanager.authorization' to be the value of a header, as 'Bearer …', but it holds a character that none may have");
        }
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        List<Alertmanager> all = new ArrayList<>();
        for (String url : urls.split(",")) {
            if (!url.isBlank()) {
                all.add(new Alertmanager(client, base(url.strip()), authorization, answer));
            }
        }
        if (all.isEmpty()) {
            throw new ConfigurationException(
                    "Expected 'alertmanager.urls' (in the file given with --config, or as ROLLCALL_ALERTMANAGER_URLS) to name at least one, as http://localhost:9093, but it is not set");
        }
        return List.copyOf(all);
    }

    private static String base(String url) {
        URI uri;
        try {
            uri = URI.create(url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
        } catch (IllegalArgumentException e) {
            throw notAUrl();
        }
        boolean web = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
        if (!web || uri.getHost() == null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw notAUrl();
        }
        if (uri.getRawUserInfo() != null) {
            throw new ConfigurationException(
                    "Expected 'alertmanager.urls' to hold no user and password, which would come into the log, but it does: use 'alertmanager.authorization'");
        }
        return uri.toString();
    }

    /** Does not quote what was found: it may hold a password. */
    private static ConfigurationException notAUrl() {
        return new ConfigurationException(
                "Expected 'alertmanager.urls' to hold URLs such as http://localhost:9093, separated by commas, but one is none");
    }

    /** Posts all of {@code batch} at once. */
    Reply post(Batch batch) throws InterruptedException {
        HttpRequest request = request(ALERTS)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(AlertmanagerJson.posted(batch.notices())))
                .build();
        try {
            HttpResponse<String> response = send(request, answer);
            int status = response.statusCode();
            Answer meaning = switch (status) {
                case 200 -> Answer.TAKEN;
                case 400, 413, 422 -> batch.items().isEmpty() ? Answer.REFUSED : Answer.CONTENT_REFUSED;
                default -> refusal(status);
            };
            return new Reply(meaning, said(response));
        } catch (IOException e) {
            return failed(e);
        }
    }

    /** Asks for the alerts that it holds and that may be ours. */
    Held held() throws InterruptedException {
        String ours = URLEncoder.encode(Wording.ALERT_ID + "!=\"\"", StandardCharsets.UTF_8);
        HttpRequest request = request(ALERTS + "?filter=" + ours).GET().build();
        try {
            HttpResponse<String> response = send(request, LONG_ANSWER);
            int status = response.statusCode();
            List<Map<String, String>> labels = status == 200 ? AlertmanagerJson.held(response.body()) : null;
            return new Held(labels, new Reply(refusal(status), said(response)));
        } catch (IOException e) {
            return new Held(null, failed(e));
        }
    }

    private static Answer refusal(int status) {
        return status >= 500 || status == 408 || status == 429 ? Answer.UNCLEAR : Answer.REFUSED;
    }

    /** The client's own time limit ends where the headers are there: a body that stalls would be waited for, for ever. */
    private HttpResponse<String> send(HttpRequest request, Duration limit) throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<String>> sent =
                client.sendAsync(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
        try {
            return sent.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new HttpTimeoutException("no whole answer within %d seconds".formatted(limit.toSeconds()));
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException met ? met : new IOException(e.getCause());
        } finally {
            sent.cancel(true);
        }
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path));
        return authorization.isEmpty() ? request : request.header("Authorization", authorization);
    }

    private static Reply failed(IOException e) {
        boolean before = e instanceof ConnectException
                || e instanceof HttpConnectTimeoutException
                || e.getCause() instanceof UnresolvedAddressException;
        return new Reply(
                before ? Answer.NOT_REACHED : Answer.UNCLEAR,
                e.getClass().getSimpleName() + (e.getMessage() == null ? "" : ": " + e.getMessage()));
    }

    /** The status and how the answer begins, in one line and without what must stay secret. */
    private String said(HttpResponse<String> response) {
        String body = response.body().replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        if (!authorization.isEmpty()) {
            body = body.replace(authorization, "…").replace(authorization.replaceFirst("^\\S+\\s+", ""), "…");
        }
        return "status " + response.statusCode()
                + (body.isEmpty() ? "" : ", " + body.substring(0, Math.min(MOST_SAID, body.length())));
    }

    /** Where it is; holds no secret. */
    @Override
    public String toString() {
        return base;
    }
}

package dev.rollcall.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ApprovalDetectorTest {
    private static final String RULES = "detectors: { ok: { type: approval, grace: 14 days } }\n";
    private static final String OF_R1 = "\"requestId\":\"r-1\"";

    private final Judged judged = new Judged(RULES);

    @Test
    void isSilentWhereAnApprovedRequestIsAnsweredAsApproved() {
        judged.request("SUBMITTED", "r-1", "2016-03-01", "\"asked\":2")
                .request("APPROVED", "r-1", "2016-03-02", "\"asked\":2,\"fields\":[\"Surname_AUT16\"]")
                .extract(
                        "RELEASED",
                        "x-1",
                        "2016-03-03",
                        List.of("t-1", "t-2"),
                        OF_R1 + ",\"fields\":[\"Surname_AUT16\"]")
                .extract("PUBLISHED", "x-1", "2016-05-03", List.of(), "");
        assertEquals(Map.of(), judged.on("2016-12-31"));
    }

    @Test
    void waitsForTheRequestAndForItsApproval() {
        judged.extract("RELEASED", "x-1", "2016-03-03", List.of("t-1"), OF_R1);
        assertEquals(Map.of(), judged.on("2016-03-16"));
        assertEquals(
                Map.of(
                        "ok/without-request 2016-03 x-1 RAISED 1",
                        "The Council received the records of 1 child in March 2016 by extract x-1, for which there is no request."),
                judged.on("2016-03-17"));

        // submitted before, but logged only now
        judged.request("SUBMITTED", "r-1", "2016-03-01", "2016-03-20", "");
        assertEquals(
                Map.of(
                        "ok/without-request 2016-03 x-1 RESOLVED 1",
                        "The Council received the records of 1 child in March 2016 by extract x-1; its request was logged only afterwards.",
                        "ok/not-approved 2016-03 x-1 RAISED 1",
                        "The Council received the records of 1 child in March 2016 by extract x-1, whose request nobody has approved."),
                judged.on("2016-03-21"));

        judged.request("APPROVED", "r-1", "2016-03-02", "2016-03-22", "");
        assertEquals(
                Set.of("ok/without-request 2016-03 x-1 RESOLVED 1", "ok/not-approved 2016-03 x-1 RESOLVED 1"),
                judged.on("2016-03-23").keySet());
    }

    @Test
    void settlesByTheDeadlineWithoutAnAlert() {
        judged.extract("RELEASED", "x-1", "2016-03-03", List.of("t-1"), OF_R1)
                .request("APPROVED", "r-1", "2016-03-02", "2016-03-17", "");
        assertEquals(Map.of(), judged.on("2016-12-31"));
    }

    @Test
    void anExtractThatNamesNoRequestIsWithoutOne() {
        judged.extract("RELEASED", "x-1", "2016-03-03", List.of("t-1"), "");
        assertEquals(
                Set.of("ok/without-request 2016-03 x-1 RAISED 1"),
                judged.on("2016-04-01").keySet());
    }

    @Test
    void tellsRefusedWithdrawnAndTooEarlyApart() {
        judged.request("SUBMITTED", "r-1", "2016-03-01", "")
                .request("REFUSED", "r-1", "2016-03-02", "")
                .extract("RELEASED", "x-1", "2016-03-03", List.of("t-1"), OF_R1)
                .request("APPROVED", "r-1", "2016-03-04", "")
                .extract("RELEASED", "x-2", "2016-03-05", List.of("t-2"), OF_R1)
                .request("SUBMITTED", "r-2", "2016-03-01", "")
                .request("WITHDRAWN", "r-2", "2016-03-02", "")
                .extract("RELEASED", "x-3", "2016-03-03", List.of("t-1"), "\"requestId\":\"r-2\"")
                .request("SUBMITTED", "r-3", "2016-03-01", "")
                .extract("RELEASED", "x-4", "2016-03-03", List.of("t-1"), "\"requestId\":\"r-3\"")
                .request("APPROVED", "r-3", "2016-03-04", "");
        assertEquals(
                Map.of(
                        "ok/refused 2016-03 x-1 RAISED 1",
                        "The Council received the records of 1 child in March 2016 by extract x-1, whose request was refused.",
                        "ok/withdrawn 2016-03 x-3 RAISED 1",
                        "The Council received the records of 1 child in March 2016 by extract x-3, although its request was withdrawn.",
                        "ok/before-approval 2016-03 x-4 RAISED 1",
                        "The Council received the records of 1 child in March 2016 by extract x-4, before its request was approved."),
                judged.on("2016-03-06"));
    }

    @Test
    void comparesChildrenFieldsDatasetsAndRecipient() {
        judged.request("SUBMITTED", "r-1", "2016-03-01", "\"asked\":9")
                .request(
                        "APPROVED",
                        "r-1",
                        "2016-03-02",
                        "\"childCount\":2,\"fields\":[\"Surname_AUT16\"],\"datasets\":[\"KS4\"],\"recipient\":\"council\"")
                .extract(
                        "RELEASED",
                        "x-1",
                        "2016-03-30",
                        List.of("t-1", "t-2"),
                        OF_R1 + ",\"datasets\":[\"KS4\"],\"recipient\":\"council\"")
                .extract(
                        "RELEASED",
                        "x-2",
                        "2016-04-01",
                        List.of("t-2", "t-3"),
                        OF_R1
                                + ",\"fields\":[\"EthnicGroupMajor_AUT16\"],\"datasets\":[\"School Census\"],\"recipient\":\"contractor\"");
        assertEquals(
                Map.of(
                        "ok/more-children 2016-04 r-1 RAISED 3",
                        "The Council received the records of 3 different children until April 2016 for request r-1; 2 were approved.",
                        "ok/other-fields 2016-04 r-1 RAISED 3",
                        "The Council received the records of 3 different children until April 2016 for request r-1, with categories that were not approved.",
                        "ok/other-datasets 2016-04 r-1 RAISED 3",
                        "The Council received the records of 3 different children until April 2016 for request r-1, of datasets that were not approved.",
                        "ok/other-recipient 2016-04 r-1 RAISED 3",
                        "The Council received the records of 3 different children until April 2016 for request r-1, sent to another recipient than approved."),
                judged.on("2016-04-02"));
    }

    @Test
    void oneExtractInSeveralEventsIsNotSentTwice() {
        judged.request("SUBMITTED", "r-1", "2016-03-01", "")
                .request("APPROVED", "r-1", "2016-03-02", "")
                .extract("RELEASED", "x-1", "2016-03-03", List.of("t-1", "t-2"), OF_R1)
                .extract("RELEASED", "x-1", "2016-03-04", List.of("t-2", "t-3"), OF_R1);
        assertEquals(Map.of(), judged.on("2016-03-05"));
        judged.extract("RELEASED", "x-2", "2016-03-05", List.of("t-2", "t-4"), OF_R1);
        assertEquals(
                Map.of(
                        "ok/sent-twice 2016-03 r-1 RAISED 1",
                        "The Council received the records of 1 child until March 2016 twice for request r-1, with the same categories."),
                judged.on("2016-03-06"));
    }

    @Test
    void seesTheGatewayChangeAfterARefusal() {
        judged.request("SUBMITTED", "r-1", "2016-03-01", "\"legalGateway\":\"s537a\"")
                .request("REFUSED", "r-1", "2016-03-02", "")
                .request("SUBMITTED", "r-1", "2016-03-03", "\"legalGateway\":\"s537a\"");
        assertEquals(Map.of(), judged.on("2016-03-04"));
        judged.request("SUBMITTED", "r-1", "2016-04-05", "\"legalGateway\":\"s64\"");
        assertEquals(
                Map.of(
                        "ok/gateway-changed 2016-04 r-1 RAISED 1",
                        "The Council submitted request r-1 again in April 2016 with another legal gateway, after it was refused."),
                judged.on("2016-04-06"));
    }
}

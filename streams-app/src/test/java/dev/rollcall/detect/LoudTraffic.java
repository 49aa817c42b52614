package dev.rollcall.detect;

import dev.rollcall.oracle.History;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A history in which everything is found that is judged of single events, and of the pairs of categories in a history. */
final class LoudTraffic {
    private static final String POLICY = """
            policy: loud
            version: 1
            from: 2015-01-01
            zone: Europe/London
            bodies:
              council:     { name: The Council, kind: local-government }
              trustopia:   { name: Trustopia, kind: training-provider, formerly: [edududes], declared-per-year: 500 }
              edududes:    { name: Edududes, kind: training-provider }
            agreements:
              dsa:
                name: Data sharing agreement
                body: council
                owner: data-sharing@department.example
                from: 2016-01-01
                until: 2016-12-31
                published: 2016-12-15
                notified: no
                declared: de-identified
                requires: [case-reference, legal-gateway, lawful-basis, purpose, operator, recipient, panel-approval,
                  destruction-date]
                purposes: [attendance]
                categories: [name, school]
              suspended: { body: council, from: 2015-01-01, suspended: 2016-02-01 }
              withdrawn: { body: trustopia, from: 2015-01-01, withdrawn: 2016-02-01 }
            datasets:
              School Census: { collected-for: [education-funding], population: 100, appears: { autumn: January } }
            profiles:
              local: { extracts: 400, pairs: { name+school: 390 } }
            field-rules:
              three: { severity: high, at-least: 3, of: [age, sex, postcode, date-of-birth], declared: de-identified }
              most:  { severity: warning, at-least: 10%, of: dataset }
            vocabulary: { purposes: [research] }
            detectors:
              unusual: { type: novelty, after-events: 3, bits: 2 }
              unusual-for-its-kind: { type: novelty, bits: 6, profile: local, for: { kinds: [local-government] } }
            """;

    private LoudTraffic() {}

    static History history() {
        List<String> lines = new ArrayList<>();
        String dsa = "'agreementId':'dsa','datasets':['School Census'],";
        for (int month = 1; month <= 6; month++) {
            String day = "2016-0" + month + "-1";
            lines.add(EventsJudged.submitted(day + 0, dsa + id("s", month) + "'purpose':'attendance'"));
            lines.add(EventsJudged.released(
                    day + 1, dsa + id("x", month) + "'purpose':'education-funding','fields':['Surname']"));
            lines.add(EventsJudged.released(
                    day + 2,
                    dsa + id("y", month) + "'purpose':'who knows','fields':['Surname_AUT16','SchoolPhase'],"
                            + "'datasets':['School Census','Jane Doe','Elm Street']"));
            lines.add(EventsJudged.released(
                    day + 3,
                    id("z", month) + "'agreementId':'" + (month < 4 ? "suspended" : "unheard-of")
                            + "','fields':['Surname','Street']"));
            lines.add(EventsJudged.released(
                    day + 4, id("w", month) + "'body':'trustopia','agreementId':'withdrawn','fields':['Nationality']"));
        }
        lines.add(EventsJudged.released("2015-12-31", dsa + id("early", 1) + "'fields':['Surname']"));
        lines.add(EventsJudged.released("2017-01-01", dsa + id("late", 1) + "'fields':['Surname']"));
        lines.add(EventsJudged.released(
                "2016-05-20",
                dsa + id("wide", 1) + "'purpose':'research','fields':['Postcode_AUT15','DateOfBirth_AUT15',"
                        + "'Gender_AUT15','Nationality','Surname','Street','PHONICS_UPN','PHONICS_SURNAME'],"
                        + "'datasets':['Phonics']"));
        lines.add(EventsJudged.released("2016-05-21", id("nobody", 1) + "'body':'nobody'"));
        return new History(lines, POLICY, Instant.parse("2017-03-01T00:00:00Z"));
    }

    private static String id(String name, int number) {
        return "'extractId':'%s-%d','requestId':'r-%s-%d',".formatted(name, number, name, number);
    }
}

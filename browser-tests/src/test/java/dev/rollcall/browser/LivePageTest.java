package dev.rollcall.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.support.ui.Select;

/** The live page in a real browser, before a real monitor that watches the demo's story. */
class LivePageTest {
    private static WatchedStory story;
    private static Chromium chromium;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        story = new WatchedStory();
        chromium = new Chromium();
    }

    @AfterAll
    static void stop() {
        if (chromium != null) {
            chromium.close();
        }
        if (story != null) {
            story.close();
        }
    }

    @BeforeEach
    void asAnybodyHasIt() {
        chromium.wide();
        chromium.prefer("light");
        chromium.console();
        chromium.requests();
    }

    /** Whatever a test does: the page asks nobody but its monitor, and has nothing to complain of. */
    @AfterEach
    void keepsToItself() {
        List<String> requests = chromium.requests();
        assertFalse(requests.isEmpty(), "the requests are seen");
        assertEquals(
                List.of(),
                requests.stream()
                        .filter(address ->
                                !address.startsWith(story.page().toString()) && !address.equals("about:blank"))
                        .toList());
        assertEquals(List.of(), chromium.console());
    }

    private static void open(String rest) {
        chromium.open(story.page() + rest);
    }

    private static List<String> texts(String selector) {
        return chromium.all(selector).stream().map(WebElement::getText).toList();
    }

    @Test
    void tellsChildrenBesideRequests() {
        open("?body=police&window=pq-48634");

        assertEquals("Rollcall counts children, not requests.", chromium.text("h1"));
        assertEquals(
                "The police, 1 April 2012 to 31 October 2016: 16 requests were answered, with the records of 62 different "
                        + "children.",
                chromium.text("#side .says"));
        assertEquals(List.of("33", "0", "16", "62", "62"), texts("#side .sums dd"));
    }

    @Test
    void setsAllBodiesSideBySide() {
        open("?window=2019-03");

        assertEquals(
                List.of("The Home Office", "1", "1,500", "1", "1,501", "1,501"),
                texts("#side tbody tr:first-child > *"));
    }

    @Test
    void showsEachLimitAsAMeterWithNumberBasisAndWindow() {
        open("");

        assertEquals(3, chromium.all("#limits [role=meter]").size());
        WebElement passed = chromium.all("#limits .limit").get(0);
        assertTrue(
                passed.getText().startsWith("The Home Office\n1,501 of 1,500 different children\npassed by 1\n"),
                passed.getText());
        assertTrue(passed.getText().contains("ho-children-30-days · 30 days to 5 July 2019"), passed.getText());
        WebElement meter = chromium.all("#limits [role=meter]").get(0);
        assertEquals("1,501 of 1,500 different children, passed by 1", meter.getAttribute("aria-valuetext"));
        assertEquals("1500", meter.getAttribute("aria-valuemax"));
        assertTrue(
                chromium.all("#limits .limit").get(1).getText().contains("901 of 1,500 different children\n60%, near"));
    }

    @Test
    void tellsStandingAlertsInWordsTheWorstFirst() {
        open("?body=home-office");

        WebElement first = chromium.one("#alerts .alert");
        assertEquals("HIGH", first.findElement(By.className("severity")).getText());
        assertTrue(
                first.getText()
                        .contains(
                                "The Home Office received the records of 1,501 different children within 30 days, first by 5 "
                                        + "July 2019; its memorandum allows 1,500."),
                first.getText());
        assertTrue(first.getText().contains("owner data-sharing@department.example"), first.getText());
    }

    @Test
    void tellsTheCourseOfMonthsAndWhichWereRestated() {
        open("?body=police");

        assertTrue(
                chromium.text("#course .key").contains("restated after the month had closed: 17"),
                chromium.text("#course"));
        assertTrue(chromium.all("#course .sign").size() >= 17);
        chromium.one("#course summary").click();
        assertTrue(chromium.text("#course table").contains("(restated)"), chromium.text("#course table"));
    }

    @Test
    void tellsTheLedgerAndTheHealth() {
        open("");

        assertTrue(chromium.text("#ledger table").contains("extracts"), chromium.text("#ledger"));
        assertTrue(chromium.text("#ledger table").contains("balances"), chromium.text("#ledger"));
        assertTrue(
                chromium.text("#ledger .facts").contains("national-pupil-database, version 2"),
                chromium.text("#ledger"));
        assertTrue(chromium.text("#pulse-text").startsWith("Watching. The clock of this story: 6 July 2019"));
    }

    @Test
    void theBodyChosenIsInTheAddress() {
        open("");
        new Select(chromium.one("#who")).selectByVisibleText("The police");
        chromium.await("the police alone", () -> chromium.text("#side .says").startsWith("The police"));

        assertTrue(
                chromium.driver().getCurrentUrl().endsWith("/?body=police"),
                chromium.driver().getCurrentUrl());
        assertEquals("Nothing stands against it.", chromium.text("#alerts"));
        assertEquals("The policy sets no limit on it that is open now.", chromium.text("#limits"));

        chromium.driver().navigate().back();
        chromium.await("all again", () -> chromium.text("#alerts").contains("The Home Office"));
        assertEquals(
                "All bodies",
                new Select(chromium.one("#who")).getFirstSelectedOption().getText());
    }

    @Test
    void anAddressThatNamesNobodyIsToldSo() {
        open("?body=nobody-here");

        assertEquals("Neither the policy nor any figure or alert knows “nobody-here”.", chromium.text("#side"));
        chromium.driver().manage().logs().get("browser"); // the browser tells of each 404
    }

    @Test
    void anAlertAppearsWhileThePageIsOpenAndTheFocusStays() throws InterruptedException {
        open("");
        String released = "received the records of 3 different children in July 2019";
        assertFalse(chromium.text("#alerts").contains(released), chromium.text("#alerts"));
        WebElement summary = chromium.one("#alerts summary");
        String id = summary.getAttribute("id");
        summary.click();

        story.releaseNamesToThePress("X190706.01", "2019-07-06T11:00:00Z");

        chromium.await("the new alert", () -> chromium.text("#alerts").contains(released));
        WebElement alert = chromium.one("#alerts .alert");
        assertTrue(alert.getText().startsWith("CRITICAL"), alert.getText());
        assertEquals("new", alert.findElement(By.className("fresh")).getText());
        assertTrue(chromium.one("#news").getAttribute("textContent").startsWith("New alert, critical: "));
        WebElement focused = chromium.driver().switchTo().activeElement();
        assertEquals(id, focused.getAttribute("id"));
        assertEquals("true", focused.findElement(By.xpath("..")).getAttribute("open"), "what was unfolded stays so");
        chromium.await("its figure", () -> chromium.text("#side tbody").contains(WatchedStory.NAUGHTY_NAME));
        assertTrue(chromium.text("#side tbody").contains("3 3"), chromium.text("#side tbody"));
    }

    @Test
    void aBodyCalledLikeAScriptStaysText() throws InterruptedException {
        story.releaseNamesToThePress("X190606.01", "2019-06-06T11:00:00Z");
        open("?body=daily-news");

        assertTrue(chromium.text("#alerts").contains(WatchedStory.NAUGHTY_NAME), chromium.text("#alerts"));
        assertTrue(chromium.text("#side").contains(WatchedStory.NAUGHTY_NAME), chromium.text("#side"));
        assertTrue(chromium.text("#course").contains(WatchedStory.NAUGHTY_NAME), chromium.text("#course"));
        assertEquals(
                WatchedStory.NAUGHTY_NAME,
                new Select(chromium.one("#who")).getFirstSelectedOption().getText());
        assertEquals("Rollcall", chromium.driver().getTitle());
        assertEquals(1, chromium.all("script").size(), "its own");
        assertEquals(0, chromium.all("b").size());
    }

    @Test
    void nothingWrittenIntoThePageIsRun() {
        open("");
        chromium.script("""
                const script = document.createElement('script');
                script.textContent = "document.title = 'taken'";
                document.body.append(script);
                document.body.insertAdjacentHTML('beforeend', '<img id="lure" src="x" onerror="document.title=1">');
                """);
        chromium.await(
                "the refusals",
                () -> chromium.console().stream().anyMatch(said -> said.contains("Content Security Policy")));

        assertEquals("Rollcall", chromium.driver().getTitle());
        chromium.console(); // tells of each refusal
    }

    @Test
    void aLinkedAlertIsMarkedAndInView() {
        open("?body=home-office");
        List<WebElement> alerts = chromium.all("#alerts .alert");
        String id = alerts.get(alerts.size() - 1).getAttribute("id");

        open("#" + id);
        chromium.await("the mark", () -> chromium.all(".sought").size() == 1);

        assertEquals(id, chromium.one(".sought").getAttribute("id"));
        assertEquals(id, chromium.driver().switchTo().activeElement().getAttribute("id"));
        assertEquals(
                true,
                chromium.script("const box = document.querySelector('.sought').getBoundingClientRect();"
                        + "return box.top >= 0 && box.bottom <= innerHeight;"));

        open("#alert-0123456789abcdef0123456789abcdef");
        assertEquals(
                "The alert that the address names does not stand, or not any more.", chromium.text("#not-standing"));
    }

    @Test
    void aLinkedLowerBandIsUnfolded() {
        open("?body=home-office");
        String id = chromium.one("#alerts .lower li").getAttribute("id");

        open("#" + id);
        chromium.await("the band", () -> chromium.one("#" + id).isDisplayed());
        assertTrue(chromium.one("#" + id).getAttribute("class").contains("sought"));
    }

    @Test
    void canBeUsedWithoutAMouse() {
        open("");
        WebElement body = chromium.one("body");
        body.sendKeys(Keys.TAB);
        assertEquals(
                "To the figures", chromium.driver().switchTo().activeElement().getText());
        chromium.driver().switchTo().activeElement().sendKeys(Keys.ENTER);
        chromium.driver().switchTo().activeElement().sendKeys(Keys.TAB);
        assertEquals("who", chromium.driver().switchTo().activeElement().getAttribute("id"));
        chromium.driver().switchTo().activeElement().sendKeys(Keys.ARROW_DOWN);
        chromium.await("another body", () -> chromium.driver().getCurrentUrl().contains("?body="));
        chromium.driver().switchTo().activeElement().sendKeys(Keys.TAB);
        assertEquals("when", chromium.driver().switchTo().activeElement().getAttribute("id"));
        assertNotEquals(
                "none",
                chromium.script("return getComputedStyle(document.activeElement).outlineStyle"),
                "one sees where one is");
    }

    @Test
    void axeFindsNothingInLightInDarkAndNarrow() throws IOException, InterruptedException {
        for (String rest : List.of("", "?body=home-office&window=2019-03", "?body=police")) {
            for (String scheme : List.of("light", "dark")) {
                chromium.prefer(scheme);
                chromium.wide();
                open(rest);
                chromium.script("document.querySelectorAll('details').forEach((one) => { one.open = true; })");
                assertEquals(List.of(), chromium.axe(), scheme + " " + rest);
                chromium.narrow();
                assertEquals(List.of(), chromium.axe(), scheme + ", narrow " + rest);
                assertEquals(
                        true,
                        chromium.script("return document.documentElement.scrollWidth <= innerWidth"),
                        "nothing to scroll sideways on a phone: " + rest);
            }
        }
    }

    @Test
    void saysThatTheMonitorCannotBeReachedAndWhenItIsBack() {
        open("?body=home-office");
        assertFalse(chromium.one("#notice").isDisplayed());
        chromium.network(false);
        chromium.await("the notice", () -> chromium.text("#notice").startsWith("The monitor cannot be reached since "));
        assertTrue(chromium.text("#alerts").contains("The Home Office"), "what is known stays");
        chromium.network(true);
        chromium.await("no notice", () -> !chromium.one("#notice").isDisplayed());
        chromium.console(); // the browser tells of each request that failed
    }

    /** Draws the picture of the README where asked to, and for whoever wants to look the other looks beside the reports. */
    @Test
    void looksAsItsPictureShows() throws IOException {
        chromium.size(1160, 1400);
        draw("page-light.png");
        chromium.prefer("dark");
        draw("page-dark.png");
        chromium.size(500, 2600);
        draw("page-narrow.png");
    }

    private static void draw(String name) throws IOException {
        open("?body=home-office&window=2019-03");
        byte[] picture = chromium.driver().getScreenshotAs(OutputType.BYTES);
        assertTrue(picture.length > 20_000 && picture.length < 300_000, picture.length + " bytes");
        Files.write(Path.of("target", name), picture);
        String file = System.getProperty("rollcall.picture", "");
        if (!file.isEmpty() && name.equals("page-light.png")) {
            Files.write(Path.of("..").resolve(file), picture);
        }
    }
}

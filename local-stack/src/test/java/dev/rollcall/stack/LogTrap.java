package dev.rollcall.stack;

import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.DefaultConfiguration;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;

/** Keeps everything that is logged in this JVM at TRACE, but for a few loggers, instead of printing it; until it is closed. */
final class LogTrap extends AbstractAppender implements AutoCloseable {
    private final LoggerContext context = LoggerContext.getContext(false);
    private final Configuration configuration = new DefaultConfiguration();
    private final Map<String, ByteArrayOutputStream> caught = new TreeMap<>();

    private LogTrap() {
        super("trap", null, null, false, Property.EMPTY_ARRAY);
    }

    /** @param quieter the loggers of which TRACE is left out */
    static LogTrap set(Collection<String> quieter) {
        LogTrap trap = new LogTrap();
        trap.start();
        LoggerConfig root = trap.configuration.getRootLogger();
        root.getAppenders().keySet().forEach(root::removeAppender);
        root.setLevel(Level.TRACE);
        root.addAppender(trap, Level.TRACE, null);
        quieter.forEach(name -> trap.configuration.addLogger(name, new LoggerConfig(name, Level.DEBUG, true)));
        trap.context.setConfiguration(trap.configuration);
        return trap;
    }

    /** Everything of an event that any layout could print. */
    @Override
    public void append(LogEvent event) {
        StringWriter text = new StringWriter();
        text.append("[" + event.getThreadName() + "] ")
                .append(event.getMessage().getFormattedMessage())
                .append(" " + event.getContextData() + "\n");
        if (event.getThrown() != null) {
            event.getThrown().printStackTrace(new PrintWriter(text, true));
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        synchronized (caught) {
            caught.computeIfAbsent(
                            event.getLoggerName() + " at " + event.getLevel(), any -> new ByteArrayOutputStream())
                    .writeBytes(bytes);
        }
    }

    /** What was logged, by logger and level. */
    Map<String, byte[]> caught() {
        Map<String, byte[]> copy = new TreeMap<>();
        synchronized (caught) {
            caught.forEach((where, bytes) -> copy.put(where, bytes.toByteArray()));
        }
        return copy;
    }

    @Override
    public void close() {
        context.reconfigure();
        stop();
    }
}

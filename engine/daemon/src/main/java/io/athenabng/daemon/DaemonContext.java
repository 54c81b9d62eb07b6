package io.athenabng.daemon;

import io.athenabng.core.config.BootstrapSettings;
import io.athenabng.core.config.RunningConfiguration;
import java.nio.file.Path;
import java.util.Objects;

/** All that a daemon is started with. {@link #conclude()} checks it once; after that nothing changes. */
public final class DaemonContext {
    private RunningConfiguration configuration;
    private Path configurationFile;
    private ErrorLog errorLog;
    private StopSignal stopSignal;
    private boolean concluded;

    /**
     * Sets the configuration.
     *
     * @param with the running configuration
     * @return this
     */
    public DaemonContext configuration(final RunningConfiguration with) {
        checkOpen();
        this.configuration = with;
        return this;
    }

    /**
     * Sets where the configuration came from.
     *
     * @param with the file
     * @return this
     */
    public DaemonContext configurationFile(final Path with) {
        checkOpen();
        this.configurationFile = with;
        return this;
    }

    /**
     * Sets the error log; a new one by default.
     *
     * @param with the error log
     * @return this
     */
    public DaemonContext errorLog(final ErrorLog with) {
        checkOpen();
        this.errorLog = with;
        return this;
    }

    /**
     * Sets what ends the daemon; a signal that nobody awaits by default.
     *
     * @param with the signal
     * @return this
     */
    public DaemonContext stopSignal(final StopSignal with) {
        checkOpen();
        this.stopSignal = with;
        return this;
    }

    /** @return the running configuration */
    public RunningConfiguration configuration() {
        return configuration;
    }

    /** @return where the configuration came from */
    public Path configurationFile() {
        return configurationFile;
    }

    /** @return the settings that need a restart */
    public BootstrapSettings bootstrap() {
        return configuration.bootstrap();
    }

    /** @return distinct errors */
    public ErrorLog errorLog() {
        return errorLog;
    }

    /** @return what ends the daemon */
    public StopSignal stopSignal() {
        return stopSignal;
    }

    /**
     * Checks that nothing is missing and fills in defaults.
     *
     * @return this
     */
    public DaemonContext conclude() {
        checkOpen();
        Objects.requireNonNull(configuration, "configuration");
        Objects.requireNonNull(configurationFile, "configurationFile");
        if (errorLog == null) {
            errorLog = new ErrorLog();
        }
        if (stopSignal == null) {
            stopSignal = new StopSignal(false);
        }
        concluded = true;
        return this;
    }

    private void checkOpen() {
        if (concluded) {
            throw new IllegalStateException("the context is concluded");
        }
    }
}

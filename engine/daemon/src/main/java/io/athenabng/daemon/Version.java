package io.athenabng.daemon;

/** The daemon's version. */
public final class Version {
    private Version() {
    }

    /** @return the version of the build, or {@code development} when it runs from classes */
    public static String text() {
        final String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}

package io.athenabng.cli.render;

/** Numbers with their units, for people. */
public final class Units {
    private static final String[] RATES = {"bit", "kbit", "mbit", "gbit", "tbit"};
    private static final String[] SIZES = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

    private Units() {
    }

    /** Bits per second in the notation of the configuration: {@code 100mbit}, {@code 2.5gbit}; at most three decimals. */
    public static String rate(final long bitsPerSecond) {
        int unit = 0;
        long divisor = 1;
        while (unit < RATES.length - 1 && bitsPerSecond / divisor >= 1000) {
            divisor *= 1000;
            unit++;
        }
        return decimals(bitsPerSecond, divisor, 3) + RATES[unit];
    }

    /** Bytes: {@code 512 B}, {@code 1.5 KiB}; at most one decimal. */
    public static String bytes(final long bytes) {
        int unit = 0;
        long divisor = 1;
        while (unit < SIZES.length - 1 && bytes / divisor >= 1024) {
            divisor <<= 10;
            unit++;
        }
        return decimals(bytes, divisor, 1) + " " + SIZES[unit];
    }

    /** Seconds: the two largest of days, hours, minutes and seconds, as in {@code 1h05m}. */
    public static String duration(final long seconds) {
        if (seconds < 0) {
            return "-" + duration(seconds == Long.MIN_VALUE ? Long.MAX_VALUE : -seconds);
        }
        final long days = seconds / 86_400;
        final long hours = seconds / 3600 % 24;
        final long minutes = seconds / 60 % 60;
        if (days > 0) {
            return days + "d" + two(hours) + "h";
        }
        if (hours > 0) {
            return hours + "h" + two(minutes) + "m";
        }
        return minutes > 0 ? minutes + "m" + two(seconds % 60) + "s" : seconds + "s";
    }

    /** Microseconds: {@code 830us}, {@code 5ms}, {@code 1.2s}. */
    public static String microseconds(final long microseconds) {
        if (microseconds < 1000) {
            return microseconds + "us";
        }
        return microseconds < 1_000_000 ? decimals(microseconds, 1000, 1) + "ms" : decimals(microseconds, 1_000_000, 1) + "s";
    }

    private static String two(final long number) {
        return number < 10 ? "0" + number : Long.toString(number);
    }

    private static String decimals(final long value, final long divisor, final int decimals) {
        long whole = value / divisor;
        long scale = 1;
        for (int i = 0; i < decimals; i++) {
            scale *= 10;
        }
        long fraction = Math.round((double) (value % divisor) / divisor * scale);
        if (fraction == scale) {
            whole++;
            fraction = 0;
        }
        if (fraction == 0) {
            return Long.toString(whole);
        }
        final String digits = Long.toString(scale + fraction).substring(1);
        int end = digits.length();
        while (digits.charAt(end - 1) == '0') {
            end--;
        }
        return whole + "." + digits.substring(0, end);
    }
}

package io.athenabng.core.config;

/** What a subscriber's line is called and what the client says of itself, for {@link NameTemplate}. Absent words are empty. */
public interface ClientWords {
    /** Nothing is known. */
    ClientWords NONE = new ClientWords() {
        @Override
        public CharSequence circuitId() {
            return "";
        }

        @Override
        public CharSequence remoteId() {
            return "";
        }

        @Override
        public CharSequence hostName() {
            return "";
        }

        @Override
        public CharSequence vendorClass() {
            return "";
        }

        @Override
        public int clientIdLength() {
            return 0;
        }

        @Override
        public int clientIdOctet(final int index) {
            throw new IndexOutOfBoundsException(index);
        }
    };

    /** @return the line's Circuit-ID */
    CharSequence circuitId();

    /** @return the line's Remote-ID */
    CharSequence remoteId();

    /** @return the host name that the client gave (option 12) */
    CharSequence hostName();

    /** @return the client's vendor class (option 60) */
    CharSequence vendorClass();

    /** @return octets of the client identifier (option 61) */
    int clientIdLength();

    /**
     * An octet of the client identifier.
     *
     * @param index from 0
     * @return the octet
     */
    int clientIdOctet(int index);
}

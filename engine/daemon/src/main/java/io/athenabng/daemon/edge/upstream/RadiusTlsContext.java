package io.athenabng.daemon.edge.upstream;

import io.athenabng.core.config.RadiusServerSettings;
import io.athenabng.daemon.StartException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;

/**
 * Keys and authorities for the connections to one RADIUS server, read from PEM files when the daemon starts. The server's certificate must
 * be signed by one of the authorities and bear the configured name, or the server's address. Immutable.
 */
final class RadiusTlsContext {
    private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String END = "-----END PRIVATE KEY-----";
    private static final String[] KEY_ALGORITHMS = {"RSA", "EC", "EdDSA"};

    private final SSLContext context;
    private final String serverName;
    private final int port;

    private RadiusTlsContext(final SSLContext context, final String serverName, final int port) {
        this.context = context;
        this.serverName = serverName;
        this.port = port;
    }

    /**
     * Reads a server's files.
     *
     * @param server the server, with TLS
     * @return what its connections are made with
     * @throws StartException if the files cannot be used
     */
    static RadiusTlsContext load(final RadiusServerSettings server) {
        final RadiusServerSettings.Tls tls = server.tls();
        if (!server.sourceInterface().isEmpty()) {
            throw new StartException("RADIUS server " + server.name() + ": a TLS connection cannot be bound to the interface "
                    + server.sourceInterface() + ". Give a source address instead");
        }
        try {
            final KeyStore trusted = emptyStore();
            int number = 0;
            for (final Certificate certificate : certificates(server, tls.trustFile())) {
                trusted.setCertificateEntry("ca-" + number++, certificate);
            }
            final TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            KeyManager[] keys = null;
            if (!tls.certificateFile().isEmpty()) {
                final KeyStore own = emptyStore();
                own.setKeyEntry("own", privateKey(server, tls.keyFile()), new char[0],
                        certificates(server, tls.certificateFile()).toArray(new Certificate[0]));
                final KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
                factory.init(own, new char[0]);
                keys = factory.getKeyManagers();
            }
            final SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, trust.getTrustManagers(), null);
            return new RadiusTlsContext(context, tls.serverName().isEmpty()
                    ? RadiusTlsConnection.socketAddress(server.address(), 0).getAddress().getHostAddress() : tls.serverName(),
                    server.authenticationPort());
        } catch (final GeneralSecurityException | IOException exception) {
            throw new StartException("RADIUS server " + server.name() + ": TLS cannot be set up: " + exception.getMessage(), exception);
        }
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        final KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static Collection<? extends Certificate> certificates(final RadiusServerSettings server, final String file)
            throws GeneralSecurityException {
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            final Collection<? extends Certificate> certificates = CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (certificates.isEmpty()) {
                throw new StartException("RADIUS server " + server.name() + ": " + file + " holds no certificate in PEM form");
            }
            return certificates;
        } catch (final IOException exception) {
            throw unreadable(server, file, exception);
        }
    }

    private static PrivateKey privateKey(final RadiusServerSettings server, final String file) throws GeneralSecurityException {
        final String text;
        try {
            text = Files.readString(Path.of(file), StandardCharsets.US_ASCII);
        } catch (final IOException exception) {
            throw unreadable(server, file, exception);
        }
        final int begin = text.indexOf(BEGIN);
        final int end = text.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new StartException("RADIUS server " + server.name() + ": " + file + " holds no private key in PKCS#8 form. "
                    + "'openssl pkcs8 -topk8 -nocrypt -in OLD -out NEW' makes one of other forms");
        }
        final PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(
                Base64.getMimeDecoder().decode(text.substring(begin + BEGIN.length(), end)));
        InvalidKeySpecException last = null;
        for (final String algorithm : KEY_ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (final InvalidKeySpecException exception) {
                last = exception;
            }
        }
        throw last;
    }

    private static StartException unreadable(final RadiusServerSettings server, final String file, final IOException exception) {
        return new StartException("RADIUS server " + server.name() + ": " + file + " cannot be read: " + exception, exception);
    }

    /** A new client side of a connection. */
    SSLEngine newEngine() {
        final SSLEngine engine = context.createSSLEngine(serverName, port);
        engine.setUseClientMode(true);
        final SSLParameters parameters = engine.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        engine.setSSLParameters(parameters);
        return engine;
    }
}

package dev.renderfarm.gpuworker.worker;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.Optional;

/** Signing of pictures by C2PA; nothing is signed where neither is given. */
@ConfigMapping(prefix = "renderfarm.provenance.c2pa")
public interface C2paConfig {

    /** File of the signer's certificate and those between it and the root, in PEM, each issued by the one after it. */
    Optional<Path> certificateChain();

    /** File of the private key of the first certificate, in PEM: PKCS#8 without a password. */
    Optional<Path> privateKey();
}

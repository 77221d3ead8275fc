package dev.renderfarm.gpuworker.worker;

import dev.renderfarm.common.model.ModelManifest;
import dev.renderfarm.gpuworker.provenance.C2paSigning;
import dev.renderfarm.gpuworker.provenance.FileSigning;
import dev.renderfarm.provenance.credential.CredentialException;
import dev.renderfarm.provenance.credential.SigningCredential;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How this worker signs files, as it is set up. */
@Singleton
final class FileSignings {

    private static final Logger LOG = LoggerFactory.getLogger(FileSignings.class);
    private static final String PREFIX = "renderfarm.provenance.c2pa.";

    private final C2paConfig config;
    private final String version;
    private final InstantSource clock;

    FileSignings(
            C2paConfig config,
            @ConfigProperty(name = "quarkus.application.version") String version,
            InstantSource clock) {
        this.config = config;
        this.version = version;
        this.clock = clock;
    }

    /** @throws CredentialException if certificates or key do not do, which says the mend */
    FileSigning of(ModelManifest model) {
        if (config.certificateChain().isEmpty() && config.privateKey().isEmpty()) {
            return FileSigning.NONE;
        }
        SigningCredential credential = SigningCredential.read(
                config.certificateChain().orElseThrow(() -> missing("certificate-chain", "private-key")),
                config.privateKey().orElseThrow(() -> missing("private-key", "certificate-chain")),
                clock.instant());
        LOG.atInfo()
                .addKeyValue("subject", credential.subject())
                .addKeyValue("validUntil", credential.validUntil())
                .log("signs pictures by C2PA");
        return new C2paSigning(credential, version, model, credential.validUntil(), clock);
    }

    private static CredentialException missing(String key, String other) {
        return new CredentialException(
                PREFIX + key + " is missing: give it beside " + PREFIX + other + ", or neither to sign nothing");
    }
}

package dev.renderfarm.web;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.Optional;

/** How the web app is sent. */
@ConfigMapping(prefix = "renderfarm.web")
interface WebConfig {

    /**
     * A folder with the sources of the app, {@code META-INF/resources}, for who writes it: what lies under {@code app}
     * is then sent from there, as it is at the moment. Without it the app is sent as it was built.
     */
    Optional<Path> sources();
}

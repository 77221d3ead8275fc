package dev.renderfarm.cli.command;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/** The version that the build wrote into the jar; classes that are not in a jar have none. */
final class FarmVersion implements IVersionProvider {

    @Override
    public String[] getVersion() {
        String version = FarmVersion.class.getPackage().getImplementationVersion();
        return new String[] {"farm " + Objects.requireNonNullElse(version, "(not packaged)")};
    }
}

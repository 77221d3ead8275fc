package dev.renderfarm.endtoend.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is to be measured and what for.
 *
 * @param builds the one to compare with first, if there is one, and the present one last
 * @param parts of the run
 * @param rounds warm ones, of each part
 * @param pictures of a batch of real pictures
 * @param tasks of a batch of fake ones
 * @param traced whether the present one is measured with traces too, before it is without them
 * @param check file of budgets to hold the run to
 * @param record file of budgets to write the run to
 */
record FarmBenchOptions(
        List<FarmBuild> builds,
        Set<Part> parts,
        int rounds,
        int pictures,
        int tasks,
        boolean traced,
        @Nullable Path check,
        @Nullable Path record) {

    static final String USAGE = "usage: FarmBench [--against HOME MODEL] [--parts bare,device,tasks] [--rounds N] "
            + "[--pictures N] [--tasks N] [--traced] [--check FILE] [--record FILE] HOME MODEL";

    /** What a run is made of. */
    enum Part {
        BARE,
        DEVICE,
        TASKS
    }

    FarmBenchOptions {
        builds = List.copyOf(builds);
        parts = Set.copyOf(parts);
        if (rounds < 1 || pictures < 1 || tasks < 1) {
            throw new IllegalArgumentException("rounds, pictures and tasks are 1 or more");
        }
        if ((check != null || record != null) && parts.size() < Part.values().length) {
            throw new IllegalArgumentException("a budget is of all parts");
        }
        if ((check != null || record != null) && (traced || builds.size() > 1)) {
            throw new IllegalArgumentException("a budget is of one build");
        }
    }

    /** @throws IllegalArgumentException if they are no such options */
    static FarmBenchOptions parse(String... arguments) {
        List<FarmBuild> builds = new ArrayList<>();
        Set<Part> parts = EnumSet.allOf(Part.class);
        int rounds = 2;
        int pictures = 40;
        int tasks = 10_000;
        boolean traced = false;
        Path check = null;
        Path record = null;
        int i = 0;
        while (i < arguments.length) {
            String option = arguments[i++];
            switch (option) {
                case "--against" -> builds.add(build("before", arguments, i++, i++));
                case "--parts" -> parts = parts(value(arguments, i++));
                case "--rounds" -> rounds = Integer.parseInt(value(arguments, i++));
                case "--pictures" -> pictures = Integer.parseInt(value(arguments, i++));
                case "--tasks" -> tasks = Integer.parseInt(value(arguments, i++));
                case "--traced" -> traced = true;
                case "--check" -> check = Path.of(value(arguments, i++));
                case "--record" -> record = Path.of(value(arguments, i++));
                default -> {
                    if (option.startsWith("-") || i != arguments.length - 1) {
                        throw new IllegalArgumentException("unknown option " + option);
                    }
                    builds.add(build("now", arguments, i - 1, i++));
                }
            }
        }
        if (builds.isEmpty() || !builds.get(builds.size() - 1).name().equals("now")) {
            throw new IllegalArgumentException("no build to measure");
        }
        return new FarmBenchOptions(builds, parts, rounds, pictures, tasks, traced, check, record);
    }

    private static FarmBuild build(String name, String[] arguments, int home, int model) {
        return new FarmBuild(
                name,
                Path.of(value(arguments, home)).toAbsolutePath().normalize(),
                Path.of(value(arguments, model)).toAbsolutePath().normalize());
    }

    private static Set<Part> parts(String names) {
        Set<Part> parts = EnumSet.noneOf(Part.class);
        for (String name : names.split(",", -1)) {
            parts.add(Part.valueOf(name.toUpperCase(Locale.ROOT)));
        }
        return parts;
    }

    private static String value(String[] arguments, int index) {
        if (index >= arguments.length) {
            throw new IllegalArgumentException("a value is missing after " + arguments[arguments.length - 1]);
        }
        return arguments[index];
    }
}

package dev.renderfarm.common.rooms;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * The rules of a module's rooms, to be checked in a test of that module. A room is a package below the module's, and
 * rooms may be nested: {@code ledger.books} is the room {@code books} in the wing {@code ledger}.
 */
public final class RoomRules {

    private static final String ROOT = "dev.renderfarm.";

    private static final Set<String> LEVELS = Set.of("trace", "debug", "info", "warn", "error");

    private final String module;
    private final JavaClasses code;
    private final Map<String, Set<Edge>> edges = new TreeMap<>();

    /** @param module last part of the module's package, for example {@code coordinator} */
    public RoomRules(String module) {
        this(
                ROOT + module,
                new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages(ROOT + module));
    }

    RoomRules(String module, JavaClasses code) {
        this.module = module;
        this.code = code;
    }

    /** Names a room as one that touches those worlds; the rooms in it are not meant. */
    public RoomRules edge(String room, Edge first, Edge... more) {
        edges.put(room, EnumSet.of(first, more));
        return this;
    }

    /** A room is plain Java unless it was named an {@link #edge}: a new room is under this rule from its first day. */
    public RoomRules everyOtherRoomIsPlain() {
        return check(classes()
                .should(new PlainRooms(module, edges))
                .because("a class that decides touches no edge: move the call to the room of that edge, or name the "
                        + "room"
                        + " an edge if it decides nothing"));
    }

    /** Rooms do not depend on one another in circles. */
    public RoomRules roomsAreFreeOfCycles() {
        return check(slices().matching(module + ".(**)")
                .should()
                .beFreeOfCycles()
                .because("a circle of rooms is one big room: move the type that both need to the room that owns it"));
    }

    /** No room is left without its sentence. */
    public RoomRules everyRoomSaysWhatItIs() {
        return check(classes()
                .that()
                .areTopLevelClasses()
                .should(haveASentence())
                .because("a room says in a sentence what it is: add a package-info.java with @NullMarked"));
    }

    /** A line of the log is a constant message with key-values: what people search by is never part of a sentence. */
    public RoomRules everyLogLineIsFluent() {
        return check(noClasses()
                .should()
                .callMethodWhere(DescribedPredicate.describe("a log line has arguments", RoomRules::isPositional))
                .because("a log line is found by its keys: "
                        + "LOG.atWarn().addKeyValue(\"batchId\", id).log(\"constant\")"));
    }

    /** Rooms along the flow, each with the rooms in it, meet in domain types and on topics only. */
    public RoomRules roomsDoNotSeeEachOther(String... rooms) {
        for (String room : rooms) {
            for (String other : rooms) {
                if (!room.equals(other)) {
                    check(noClasses()
                            .that()
                            .resideInAPackage(room(room))
                            .should()
                            .dependOnClassesThat()
                            .resideInAPackage(room(other))
                            .allowEmptyShould(false)
                            .because("rooms along the flow meet in domain types: let the flow that joins them pass one"
                                    + " on"));
                }
            }
        }
        return this;
    }

    /** A room, with the rooms in it, keeps away from some of the farm's own code. */
    public RoomRules roomIsFreeOf(String room, String... packages) {
        return check(noClasses()
                .that()
                .resideInAPackage(room(room))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages)
                .allowEmptyShould(false)
                .because("this room is used where that code is not: pass a value in instead"));
    }

    private static ArchCondition<JavaClass> haveASentence() {
        return new ArchCondition<>("live in a room with a package-info.java") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                if (type.getPackage().tryGetPackageInfo().isEmpty()) {
                    events.add(SimpleConditionEvent.violated(
                            type, type.getName() + " is in a package without package-info.java"));
                }
            }
        };
    }

    private static boolean isPositional(JavaMethodCall call) {
        boolean onLogger = call.getTargetOwner().isEquivalentTo(Logger.class);
        boolean onBuilder = call.getTargetOwner().isEquivalentTo(LoggingEventBuilder.class);
        return onLogger && LEVELS.contains(call.getName())
                || onBuilder
                        && call.getTarget().getRawParameterTypes().size() > 1
                        && call.getName().equals("log");
    }

    private String room(String name) {
        return module + "." + name + "..";
    }

    private RoomRules check(ArchRule rule) {
        rule.check(code);
        return this;
    }
}

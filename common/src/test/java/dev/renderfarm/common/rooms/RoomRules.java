package dev.renderfarm.common.rooms;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;

/** The rules of a module's rooms, to be checked in a test of that module. A room is a package right below the module's. */
public final class RoomRules {

    private static final String ROOT = "dev.renderfarm.";

    private final String module;
    private final JavaClasses code;

    /** @param module last part of the module's package, for example {@code coordinator} */
    public RoomRules(String module) {
        this.module = ROOT + module;
        this.code = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages(this.module);
    }

    /** Rooms do not depend on one another in circles. */
    public RoomRules roomsAreFreeOfCycles() {
        return check(slices().matching(module + ".(*)..")
                .should()
                .beFreeOfCycles()
                .because("a circle of rooms is one big room: move the type that both need to the room that owns it"));
    }

    /** No room is left without its sentence. */
    public RoomRules everyRoomSaysWhatItIs() {
        return check(classes()
                .that()
                .resideInAPackage(module + "..")
                .and()
                .areTopLevelClasses()
                .should(new com.tngtech.archunit.lang.ArchCondition<>("live in a room with a package-info.java") {
                    @Override
                    public void check(JavaClass type, com.tngtech.archunit.lang.ConditionEvents events) {
                        if (type.getPackage().tryGetPackageInfo().isEmpty()) {
                            events.add(com.tngtech.archunit.lang.SimpleConditionEvent.violated(
                                    type, type.getName() + " is in a package without package-info.java"));
                        }
                    }
                })
                .because("a room says in a sentence what it is: add a package-info.java with @NullMarked"));
    }

    /** Rooms along the flow meet in domain types and on topics only. */
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

    /** A room of plain Java touches no framework, broker, storage or tensor type. */
    public RoomRules roomsAreFreeOf(List<String> rooms, String... packages) {
        for (String room : rooms) {
            check(noClasses()
                    .that()
                    .resideInAPackage(room(room))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(packages)
                    .allowEmptyShould(false)
                    .because("a class that decides touches no edge: move the call to the room of that edge"));
        }
        return this;
    }

    private String room(String name) {
        return module + "." + name + "..";
    }

    private RoomRules check(ArchRule rule) {
        rule.check(code);
        return this;
    }
}

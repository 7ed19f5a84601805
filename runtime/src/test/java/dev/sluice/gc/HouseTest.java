package dev.sluice.gc;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Collection stands on the protocol's vocabulary, and needs no framework but where it is adapted to one. */
class HouseTest {
    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.sluice");

    @Test
    void collection_knowsTheProtocolOnly() {
        classes()
                .that()
                .resideInAPackage("dev.sluice.gc..")
                .and()
                .resideOutsideOfPackages("dev.sluice.gc.slf4j..", "dev.sluice.gc.micrometer..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("dev.sluice.gc..", "dev.sluice.protocol..", "java..", "org.jspecify..")
                .check(HOUSE);
    }

    @Test
    void packages_haveNoCycle() {
        slices().matching("dev.sluice.(**)").should().beFreeOfCycles().check(HOUSE);
    }

    @Test
    void loggingAndMetrics_areOptional() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.sluice.gc.slf4j..", "dev.sluice.gc.micrometer..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.slf4j..", "io.micrometer..")
                .check(HOUSE);
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.sluice.gc.slf4j..", "dev.sluice.gc.micrometer..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.sluice.gc.slf4j..", "dev.sluice.gc.micrometer..")
                .check(HOUSE);
    }
}

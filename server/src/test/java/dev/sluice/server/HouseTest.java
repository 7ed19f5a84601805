package dev.sluice.server;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The order of the house: no package cycle, no arrow against the order of modules or layers. */
class HouseTest {
    private static JavaClasses house = new ClassFileImporter().importPackages();

    @BeforeAll
    static void look() {
        house = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("dev.sluice");
    }

    @Test
    void packages_haveNoCycle() {
        ArchRule rule = slices().matching("dev.sluice.(**)").should().beFreeOfCycles();
        rule.check(house);
    }

    @Test
    void runtime_knowsNothingOfTheServer() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.sluice.server..")
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage("dev.sluice.server..", "io.vertx..", "org.lmdbjava..", "io.netty.."))
                .check(house);
    }

    @Test
    void runtime_knowsNothingOfTheSummarizer() {
        String[] summarizer = {
            "dev.sluice.collector..",
            "dev.sluice.summary..",
            "dev.sluice.agent..",
            "dev.sluice.inspect..",
            "dev.sluice.restore.."
        };
        noClasses()
                .that(not(resideInAnyPackage(summarizer)))
                .and()
                .resideOutsideOfPackage("dev.sluice.server..")
                .should()
                .dependOnClassesThat(resideInAnyPackage(summarizer))
                .check(house);
    }

    @Test
    void jgrapht_isKnownWhereGraphsAreExplained() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.sluice.collector.explain..")
                .should()
                .dependOnClassesThat(resideInAPackage("org.jgrapht.."))
                .check(house);
    }

    /** Nodes are integers there, and no part of a document. */
    @Test
    void referenceGraph_knowsNothingOfDocuments() {
        noClasses()
                .that()
                .resideInAPackage("dev.sluice.collector.graph..")
                .should()
                .dependOnClassesThat(
                        resideInAPackage("dev.sluice..").and(not(resideInAPackage("dev.sluice.collector.graph.."))))
                .check(house);
    }

    /** Which package of the server must know nothing of which other. */
    @ParameterizedTest
    @CsvSource({
        "dev.sluice.server.ordering..,       io.vertx..",
        "dev.sluice.server.ordering..,       dev.sluice.server.transport..",
        "dev.sluice.server.storage..,        io.vertx..",
        "dev.sluice.server.storage..,        dev.sluice.server.ordering..",
        "dev.sluice.server.summary..,        dev.sluice.server.ordering..",
        "dev.sluice.server.transport..,      org.lmdbjava..",
        "dev.sluice.server.transport..,      dev.sluice.server.storage.lmdb..",
        "dev.sluice.server.transport.rest.., dev.sluice.server.transport.socketio..",
        "dev.sluice.server.config..,         dev.sluice.server.storage..",
        "dev.sluice.server.auth..,           dev.sluice.server.ordering.."
    })
    void layer_knowsNothingOf(String from, String to) {
        noClasses()
                .that(resideInAPackage(from))
                .should()
                .dependOnClassesThat(resideInAPackage(to))
                .check(house);
    }
}

package io.credentialbroker.core.iam;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** What the rooms of IAM documents may use: values, and nothing that reaches out. */
class IamRoomsTest {
  private static final String ROOMS = "io.credentialbroker.core.iam..";
  private static final JavaClasses CORE = new ClassFileImporter()
      .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages(ROOMS);

  @Test
  void rooms_dependencies_areJacksonAndTheSharedValues() {
    classes().that().resideInAPackage(ROOMS).should().onlyDependOnClassesThat()
        .resideInAnyPackage(ROOMS, "java..", "org.jspecify.annotations", "com.fasterxml.jackson..",
            "io.credentialbroker.core.credentials", "io.credentialbroker.core.json",
            "io.credentialbroker.core.region", "io.credentialbroker.core.secret")
        .check(CORE);
  }

  @Test
  void rooms_all_doNoInputOrOutput() {
    noClasses().that().resideInAPackage(ROOMS).should().dependOnClassesThat()
        .resideInAnyPackage("java.nio.file..", "java.net.http..", "java.nio.channels..",
            "java.util.logging..")
        .orShould().dependOnClassesThat().haveFullyQualifiedName("java.io.File").orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.net.Socket").orShould().dependOnClassesThat()
        .haveFullyQualifiedName("java.lang.ProcessBuilder").check(CORE);
  }

  @Test
  void linter_room_doesNotKnowTheRoomsThatWrite() {
    // The linter judges what the others write, so it must not share their view of what is right.
    noClasses().that().resideInAPackage("..iam.lint").should().dependOnClassesThat()
        .resideInAnyPackage("..iam.policy", "..iam.explain", "..iam.console").check(CORE);
  }
}

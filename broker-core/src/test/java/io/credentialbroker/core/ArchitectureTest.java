package io.credentialbroker.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Which room may know what. */
@AnalyzeClasses(packages = "io.credentialbroker.core", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule sts_isCalledByItsOwnRoomOnly = onlyIn("io.credentialbroker.core.sts..",
      "software.amazon.awssdk.services.sts..");

  @ArchTest
  static final ArchRule sso_isCalledByItsOwnRoomOnly = onlyIn("io.credentialbroker.core.sso..",
      "software.amazon.awssdk.services.sso..", "software.amazon.awssdk.services.ssooidc..");

  @ArchTest
  static final ArchRule signin_isCalledByItsOwnRoomOnly = onlyIn("io.credentialbroker.core.login..",
      "software.amazon.awssdk.services.signin..");

  @ArchTest
  static final ArchRule core_knowsNoTransport = noClasses().should().dependOnClassesThat()
      .resideInAnyPackage("io.netty..", "io.credentialbroker.server..", "io.credentialbroker.client..",
          "io.credentialbroker.sandbox..");

  @ArchTest
  static final ArchRule core_usesNothingInternalOfTheSdk = noClasses().should().dependOnClassesThat()
      .resideInAPackage("software.amazon.awssdk..internal..");

  @ArchTest
  static final ArchRule core_startsNothing = noMethods().should().haveName("main");

  @ArchTest
  static final ArchRule http_knowsNothingOfAws = noClasses().that()
      .resideInAPackage("io.credentialbroker.core.http..")
      .should().dependOnClassesThat().resideInAPackage("software.amazon..");

  @ArchTest
  static final ArchRule recipes_knowNothingOfHowTheyAreDone = noClasses().that()
      .resideInAnyPackage("io.credentialbroker.core.profile..",
          "io.credentialbroker.core.credentials..", "io.credentialbroker.core.secret..")
      .should().dependOnClassesThat().resideInAnyPackage("io.credentialbroker.core.sts..",
          "io.credentialbroker.core.sso..", "io.credentialbroker.core.login..");

  @ArchTest
  static final ArchRule json_isReadAndWrittenWithoutTheMapperOfObjects = noClasses().should()
      .dependOnClassesThat()
      .haveNameMatching("com\\.fasterxml\\.jackson\\..*Mapper")
      .orShould().callMethod(ObjectNode.class, "toString").orShould().callMethod(JsonNode.class, "toString")
      .orShould().callMethod(JsonNode.class, "toPrettyString").orShould()
      .callMethod(ObjectNode.class, "toPrettyString");

  @ArchTest
  static final ArchRule nothing_printsToTheConsole = noClasses().should().accessField(System.class, "out")
      .orShould().accessField(System.class, "err");

  private static ArchRule onlyIn(String room, String... sdk) {
    return noClasses().that().resideOutsideOfPackage(room).should().dependOnClassesThat()
        .resideInAnyPackage(sdk);
  }
}

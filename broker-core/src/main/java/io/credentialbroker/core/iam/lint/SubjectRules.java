package io.credentialbroker.core.iam.lint;

/**
 * The subject of a provider that many organisations share, and whose subjects begin with the organisation's name:
 * there has to be a condition, with more than wildcards, and the organisation stands in it in full. A pattern for
 * the organisation would let others in who take a fitting name.
 *
 * @param prefix what every subject begins with
 * @param end the character after the organisation
 */
record SubjectRules(String prefix, char end, Rule missing, Rule wildcard, Rule organization, Rule form) {

  static final SubjectRules GITHUB = new SubjectRules("repo:", '/', Rule.GITHUB_SUB_MISSING,
      Rule.GITHUB_SUB_WILDCARD, Rule.GITHUB_ORGANIZATION_WILDCARD, Rule.GITHUB_SUB_FORM);
  static final SubjectRules HCP_TERRAFORM = new SubjectRules("organization:", ':',
      Rule.HCP_TERRAFORM_SUB_MISSING,
      Rule.HCP_TERRAFORM_SUB_WILDCARD, Rule.HCP_TERRAFORM_ORGANIZATION_WILDCARD, Rule.HCP_TERRAFORM_SUB_FORM);

  void check(Provider provider, Pin subject, Findings findings) {
    String key = provider.key("sub");
    if (subject.isMissing()) {
      subject.report(missing, provider, "says who may come in", findings);
      return;
    }
    subject.wildcard().ifPresent(value -> findings.add(wildcard, value.place(),
        "'" + value.value() + "' for " + key + " lets everybody in."));
    if (subject.wildcard().isEmpty()) {
      subject.values().forEach(value -> form(value, findings));
    }
  }

  private void form(Json.Text value, Findings findings) {
    String text = value.value();
    int pattern = firstWildcard(text);
    if (!text.startsWith(prefix)) {
      if (pattern >= 0 && pattern < prefix.length()) {
        findings.add(organization, value.place(), "'" + text + "' does not say which organisation.");
      } else {
        findings.add(form, value.place(), "'" + text + "' does not begin with '" + prefix + "'.");
      }
      return;
    }
    int variable = text.indexOf("${", prefix.length());
    // A variable may hold the very character that ends the organisation; its name may, too.
    int stop = text.indexOf(end, prefix.length());
    if (variable >= 0 && (stop < 0 || variable < stop)) {
      findings.add(organization, value.place(),
          "The organisation in '" + text + "' is a variable, which is whatever the caller has there.");
    } else if (pattern >= 0 && (stop < 0 || pattern < stop)) {
      findings.add(organization, value.place(), "The organisation in '" + text + "' has a wildcard.");
    } else if (stop < 0 || stop == prefix.length()) {
      findings.add(form, value.place(), "'" + text + "' ends before it says what of the organisation.");
    }
  }

  private static int firstWildcard(String text) {
    int star = text.indexOf('*');
    int mark = text.indexOf('?');
    return star < 0 ? mark : mark < 0 ? star : Math.min(star, mark);
  }
}

"""The web wing: crawls websites, observes pages, judges them against WCAG."""
